-- Schedules: workflows that run at certain times, each time once however many servers look. A schedule stands at the next time that it fires for; whoever fired for it moves it on, if it still
-- stands there. Schedules of a deleted workflow stay, and say that nothing comes of them.

CREATE TABLE schedule (
    id text COLLATE "C" PRIMARY KEY CHECK (id ~ '^[0-9a-f]{12}$'),
    workflow_id text COLLATE "C" NOT NULL,
    -- one more with each change of the plan, so that a server that saw the old one moves nothing
    revision integer NOT NULL DEFAULT 1 CHECK (revision >= 1),
    cron text NOT NULL CHECK (length(cron) BETWEEN 1 AND 200),
    time_zone text NOT NULL CHECK (time_zone <> ''),
    -- url_params, body and form as they were written
    request json NOT NULL,
    missed text NOT NULL CHECK (missed IN ('skip', 'once', 'all')),
    enabled boolean NOT NULL,
    -- for whom its runs are; null: the server does not know its callers
    user_name text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    next_at timestamptz,
    -- missed times up to this one are made up for, however late: it was decided which
    settled_until timestamptz,
    -- no foreign key: the schedule stays when the record of its run is forgotten
    last_run_id uuid,
    last_run_at timestamptz,
    last_problem text,
    last_problem_at timestamptz,
    CONSTRAINT schedule_stands_nowhere_while_it_is_disabled CHECK (enabled OR next_at IS NULL),
    CONSTRAINT schedule_last_run_has_its_time CHECK ((last_run_id IS NULL) = (last_run_at IS NULL)),
    CONSTRAINT schedule_last_problem_has_its_time CHECK ((last_problem IS NULL) = (last_problem_at IS NULL))
);
CREATE INDEX schedule_by_next_time ON schedule (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX schedule_by_workflow ON schedule (workflow_id, id);
