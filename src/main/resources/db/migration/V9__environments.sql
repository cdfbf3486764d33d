-- What the requirements of a version were resolved to, so that a re-build of its environment gives the same; and which version waits for its environment before calls go to it. It lies here, so that
-- a server that is killed while it builds goes on, and any server may be the one that is done first.

-- {"python": "3.11", "pins": ["name==version --hash=sha256:…", ...]}; null: it needs none, or nobody has asked yet
ALTER TABLE workflow_version
    ADD COLUMN environment jsonb
        CHECK (environment IS NULL
            OR coalesce(jsonb_typeof(environment -> 'python') = 'string' AND jsonb_typeof(environment -> 'pins') = 'array', false));

-- null: nothing waits. What is published by other means ends the waiting
ALTER TABLE workflow
    ADD COLUMN pending_version integer CHECK (pending_version BETWEEN 1 AND newest_version),
    ADD CONSTRAINT workflow_pending_version_exists FOREIGN KEY (id, pending_version)
        REFERENCES workflow_version (workflow_id, version) DEFERRABLE INITIALLY DEFERRED,
    ADD CONSTRAINT workflow_waits_for_another_version CHECK (pending_version <> published_version);
