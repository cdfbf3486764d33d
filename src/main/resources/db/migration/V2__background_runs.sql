-- Background runs: a queue that survives any kill -9, checkpoints of what tasks left, answers, and idempotency keys.
--
-- A background run that has not ended has a row in "queued_run". Whoever claims it owns it for the time of a lease and under an epoch that grows with each claim; every write of an
-- owner names its epoch, so that an owner that was given up for dead cannot change anything when it comes back. The row goes with the run's last event, in the same statement.

ALTER TABLE run DROP CONSTRAINT run_status_check;
ALTER TABLE run ADD CONSTRAINT run_status_check
    CHECK (status IN ('accepted', 'running', 'succeeded', 'failed', 'cancelled', 'dead'));
ALTER TABLE run DROP CONSTRAINT run_is_finished_when_its_status_is_final;
ALTER TABLE run ADD CONSTRAINT run_is_finished_when_its_status_is_final
    CHECK ((finished_at IS NOT NULL) = (status IN ('succeeded', 'failed', 'cancelled', 'dead')));
ALTER TABLE run DROP CONSTRAINT run_has_a_failure_when_it_did_not_succeed;
ALTER TABLE run ADD CONSTRAINT run_has_a_failure_when_it_did_not_succeed
    CHECK ((failure IS NOT NULL) = (status IN ('failed', 'cancelled', 'dead')));
-- of the last owner; null: the run was never in the queue
ALTER TABLE run ADD COLUMN epoch bigint CHECK (epoch >= 0);
-- what is forgotten after its time is found by it
CREATE INDEX run_by_end ON run (finished_at) WHERE finished_at IS NOT NULL;

ALTER TABLE run_event DROP CONSTRAINT run_event_kind_check;
ALTER TABLE run_event ADD CONSTRAINT run_event_kind_check
    CHECK (kind IN ('accepted', 'started', 'task_started', 'message', 'messages_dropped', 'log', 'task_succeeded', 'task_failed',
        'task_cancelled', 'task_passed_over', 'interrupted', 'succeeded', 'failed', 'cancelled', 'dead', 'retried'));
-- The order in which all events of a user are read: whatever commits later has a higher transaction id than all that had ended before, so that a reader who stops below the oldest
-- transaction under way never misses an event. Numbers of a sequence do not have this property.
ALTER TABLE run_event ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id();
CREATE INDEX run_event_for_users ON run_event (xid, run_id, seq)
    WHERE kind IN ('accepted', 'started', 'message', 'messages_dropped', 'succeeded', 'failed', 'cancelled', 'dead', 'retried');

CREATE TABLE queued_run (
    run_id uuid PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    workflow_id text COLLATE "C" NOT NULL,
    state text NOT NULL CHECK (state IN ('queued', 'running')),
    priority smallint NOT NULL,
    -- not before
    run_at timestamptz NOT NULL,
    -- how many runs of the workflow may be under way at once; null: any number
    concurrency integer CHECK (concurrency >= 1),
    epoch bigint NOT NULL CHECK (epoch >= 0),
    owner uuid,
    lease_until timestamptz,
    -- how often an owner let its lease run out
    losses integer NOT NULL DEFAULT 0 CHECK (losses >= 0),
    -- why somebody wants its owner to cancel it
    cancel_reason text,
    -- a lease without an end would never be taken over: comparisons with null are not true
    CONSTRAINT queued_run_is_owned_when_it_is_running
        CHECK ((state = 'running') = (owner IS NOT NULL) AND (state = 'running') = (lease_until IS NOT NULL)),
    CONSTRAINT queued_run_was_claimed_when_it_is_running CHECK (state = 'queued' OR epoch >= 1)
) WITH (
    -- renewals of leases find room in the page of the row and need no index entry (lease_until is in no index)
    fillfactor = 70,
    -- few rows, many changes: the default waits for a fifth of the table, this for so many dead rows, since claims slow down with each
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500,
    autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 500);

-- the order of claims
CREATE INDEX queued_run_by_turn ON queued_run (priority DESC, run_at, run_id) WHERE state = 'queued';
-- how many of a workflow are under way, and which of them wait
CREATE INDEX queued_run_limited ON queued_run (workflow_id, state) WHERE concurrency IS NOT NULL;

-- what a task left whose end is recorded: what it pushed, its rows and metadata
CREATE TABLE task_output (
    run_id uuid NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    task text NOT NULL,
    -- json, not jsonb: order of keys, 1 and 1.0, NUL and half surrogates come back as they were
    output json NOT NULL,
    PRIMARY KEY (run_id, task)
);

CREATE TABLE run_response (
    run_id uuid PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    response text NOT NULL
);

CREATE TABLE idempotency_key (
    caller text NOT NULL,
    workflow_id text COLLATE "C" NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    state text NOT NULL CHECK (state IN ('taken', 'answered', 'accepted')),
    owner uuid,
    lease_until timestamptz,
    run_id uuid,
    status integer,
    headers json,
    body bytea,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (caller, workflow_id, key),
    CONSTRAINT idempotency_key_is_owned_while_it_is_taken
        CHECK ((state = 'taken') = (owner IS NOT NULL) AND (state = 'taken') = (lease_until IS NOT NULL)),
    CONSTRAINT idempotency_key_stands_for_something
        CHECK ((state = 'accepted') = (run_id IS NOT NULL)
            AND (state = 'answered') = (status IS NOT NULL AND headers IS NOT NULL AND body IS NOT NULL))
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

-- random bytes that all servers on this database share
CREATE TABLE secret (
    name text PRIMARY KEY,
    value bytea NOT NULL
);
