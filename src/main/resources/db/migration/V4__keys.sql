-- Keys to the API, and the sessions that the page opens with them. Neither is kept: only the SHA-256 of each. A revoked key stays, so that it is seen who made what.

CREATE TABLE api_key (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[0-9a-f]{12}$'),
    name text NOT NULL,
    hash bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
    -- the first characters of the key, to recognise it by
    hint text NOT NULL,
    role text NOT NULL CHECK (role IN ('admin', 'author', 'caller', 'viewer')),
    -- which workflows it may reach; empty: all
    workflows text[] NOT NULL,
    -- whom it speaks for: runs belong to users
    user_name text NOT NULL,
    may_act_for_others boolean NOT NULL,
    rate_per_minute integer CHECK (rate_per_minute >= 1),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    created_by text,
    expires_at timestamptz,
    revoked_at timestamptz,
    last_used_at timestamptz,
    CONSTRAINT api_key_is_limited_to_workflows_when_it_calls CHECK (role = 'caller' OR cardinality(workflows) = 0)
);

CREATE TABLE session (
    hash bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    -- no foreign key: the key may stand in a server's configuration
    key_id text COLLATE "C" NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz NOT NULL
);

-- a caller sees its own runs
CREATE INDEX run_by_user ON run (user_name, id) WHERE user_name IS NOT NULL;
