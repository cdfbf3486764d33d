-- The events of a run that has ended, or their beginning, in the row of the run: six rows of "run_event", each with two index entries and a look for its run, cost six times what the run itself
-- does, and most runs are written once and never read. Later events of a durable run, and long histories, stand in "run_event" as before: a run's events are those here, then those there.
-- Nothing that is stored changes.

-- [[microseconds after accepted_at, kind, details], ...] from seq 1 on, without gaps; JSON as text, so that it is not parsed when it is written
ALTER TABLE run ADD COLUMN events text;
-- of the transaction that wrote them: see run_event.xid
ALTER TABLE run ADD COLUMN xid xid8;
ALTER TABLE run ADD CONSTRAINT run_events_have_their_transaction CHECK ((events IS NULL) = (xid IS NULL)) NOT VALID;

-- xid alone: all runs of a batch share it, and so one entry
CREATE INDEX run_for_users ON run (xid) WHERE xid IS NOT NULL;
