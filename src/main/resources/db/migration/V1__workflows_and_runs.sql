-- What lasts: the definitions of workflows, what happened to their runs, and which files the object store holds.
--
-- A workflow is a row that says which version is its newest; a version is written once and never changed, because runs name the version that they ran.
-- A run is the fold of its events; the columns of "run" repeat what lists show and filter by. Rows that cannot be true are refused here, whatever wrote them.

CREATE TABLE workflow (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$'),
    newest_version integer NOT NULL CHECK (newest_version >= 1),
    -- set: deleted; the versions stay, as runs name them, and a later workflow of this id goes on counting
    deleted_at timestamptz
);

CREATE TABLE workflow_version (
    workflow_id text COLLATE "C" NOT NULL REFERENCES workflow (id),
    version integer NOT NULL CHECK (version >= 1),
    definition jsonb NOT NULL CHECK (jsonb_typeof(definition) = 'object'),
    -- what lists show and search, so that they need not read definitions
    label text NOT NULL,
    description text NOT NULL,
    enabled boolean NOT NULL,
    mode text NOT NULL CHECK (mode IN ('foreground', 'background')),
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workflow_id, version)
);

-- checked at commit: workflow and version name each other, and both are written by one statement
ALTER TABLE workflow
    ADD CONSTRAINT workflow_newest_version_exists FOREIGN KEY (id, newest_version)
        REFERENCES workflow_version (workflow_id, version) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE run (
    -- a version 7 UUID made when the run was accepted: the order of ids is the order of age
    id uuid PRIMARY KEY,
    -- no foreign key: each batch of runs would lock the rows of the same few versions, and versions are never removed
    workflow_id text COLLATE "C" NOT NULL,
    version integer NOT NULL CHECK (version >= 1),
    mode text NOT NULL CHECK (mode IN ('foreground', 'background')),
    status text NOT NULL CHECK (status IN ('accepted', 'running', 'succeeded', 'failed', 'cancelled')),
    user_name text,
    -- json, not jsonb: what Python raised may hold NUL or half of a surrogate pair, which jsonb refuses
    failure json,
    accepted_at timestamptz NOT NULL,
    started_at timestamptz,
    finished_at timestamptz,
    CONSTRAINT run_is_finished_when_its_status_is_final
        CHECK ((finished_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'cancelled'))),
    CONSTRAINT run_has_a_failure_when_it_did_not_succeed
        CHECK ((failure IS NOT NULL) = (status IN ('failed', 'cancelled'))),
    CONSTRAINT run_started_when_its_status_says_so
        CHECK (CASE status WHEN 'accepted' THEN started_at IS NULL
                           WHEN 'running' THEN started_at IS NOT NULL
                           WHEN 'succeeded' THEN started_at IS NOT NULL
                           ELSE true END),
    CONSTRAINT run_goes_forward_in_time
        CHECK (started_at >= accepted_at AND finished_at >= coalesce(started_at, accepted_at))
);

-- the runs of a workflow, newest first
CREATE INDEX run_by_workflow ON run (workflow_id, id);
-- most runs succeed: lists of the others must not read through all of those
CREATE INDEX run_not_succeeded ON run (id) WHERE status <> 'succeeded';

CREATE TABLE run_event (
    run_id uuid NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    seq bigint NOT NULL CHECK (seq >= 1),
    at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('accepted', 'started', 'task_started', 'message', 'log', 'task_succeeded',
        'task_failed', 'task_cancelled', 'task_passed_over', 'succeeded', 'failed', 'cancelled')),
    -- json, not jsonb: see run.failure
    details json NOT NULL CHECK (json_typeof(details) = 'object'),
    PRIMARY KEY (run_id, seq),
    CONSTRAINT run_event_accepted_is_the_first CHECK ((seq = 1) = (kind = 'accepted'))
);

CREATE TABLE stored_object (
    -- a version 7 UUID; also the name of the file
    id uuid PRIMARY KEY,
    -- as its author named it: shown, never used as a path
    filename text NOT NULL,
    content_type text NOT NULL,
    size_bytes bigint NOT NULL CHECK (size_bytes >= 0),
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
