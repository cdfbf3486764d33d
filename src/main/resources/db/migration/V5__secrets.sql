-- Secrets that tasks read by name. Only their encrypted form is here: whoever has the database, or a copy of it, has none of them.

CREATE TABLE workflow_secret (
    name text COLLATE "C" PRIMARY KEY CHECK (name ~ '^[A-Za-z_][A-Za-z0-9_]{0,63}$'),
    -- nonce, AES-256-GCM ciphertext and tag; the name is authenticated with it, so that values cannot be exchanged
    sealed bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_by text
);
