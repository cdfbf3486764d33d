-- Every save is a version with an author, a time and a message; calls go to the published one, which may be older than the newest (a draft) or younger than one that was rolled back.

ALTER TABLE workflow_version
    -- who saved it; null: the server does not know its callers
    ADD COLUMN author text,
    ADD COLUMN message text NOT NULL DEFAULT '',
    -- workflow.yaml as its author wrote it, comments and all; null: the version was saved as JSON
    ADD COLUMN yaml text,
    -- when it was published first; null: a draft, which only authors may call
    ADD COLUMN published_at timestamptz;
UPDATE workflow_version SET published_at = saved_at;

-- null: nothing of it was ever published
ALTER TABLE workflow ADD COLUMN published_version integer CHECK (published_version BETWEEN 1 AND newest_version);
UPDATE workflow SET published_version = newest_version;
ALTER TABLE workflow
    ADD CONSTRAINT workflow_published_version_exists FOREIGN KEY (id, published_version)
        REFERENCES workflow_version (workflow_id, version) DEFERRABLE INITIALLY DEFERRED;
