-- Edges with conditions: a task may be skipped, and an event says so and why. What decides it, the edges that a finished task did not take, stands in its "task_output", so that whoever goes
-- on with a run decides the same without asking Python again.

ALTER TABLE run_event DROP CONSTRAINT run_event_kind_check;
ALTER TABLE run_event ADD CONSTRAINT run_event_kind_check
    CHECK (kind IN ('accepted', 'started', 'task_started', 'message', 'messages_dropped', 'log', 'task_succeeded', 'task_failed',
        'task_cancelled', 'task_passed_over', 'task_skipped', 'interrupted', 'succeeded', 'failed', 'cancelled', 'dead', 'retried'));
