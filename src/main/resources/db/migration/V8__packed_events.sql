-- Events in pieces: what is written of a run at once is one text with all its events. As a row each they cost several times what the run itself does (two index entries, JSON that is parsed,
-- a look for the run by the foreign key), and most runs are written once and never read. The first piece stands in the row of the run, so that a run that is saved when it has ended is one row;
-- what comes later of a durable run, and what is too long for one text, stands in "run_piece". Nothing more is written to "run_event", and nothing that stands there changes.

-- [[microseconds after the first of these events, kind, details], ...]: from seq 1 on, without gaps, the first of them at accepted_at. JSON as text, so that it is not parsed when it is written
ALTER TABLE run ADD COLUMN events text;
-- of the transaction that wrote them: see run_event.xid
ALTER TABLE run ADD COLUMN xid xid8;
ALTER TABLE run ADD CONSTRAINT run_events_have_their_transaction CHECK ((events IS NULL) = (xid IS NULL)) NOT VALID;

-- xid alone: all runs of a batch share it, and so one entry
CREATE INDEX run_for_users ON run (xid) WHERE xid IS NOT NULL;

CREATE TABLE run_piece (
    run_id uuid NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    -- of the first event in it
    seq bigint NOT NULL CHECK (seq >= 2),
    -- when that happened
    at timestamptz NOT NULL,
    events text NOT NULL,
    -- whether there is one in it that users are told
    for_users boolean NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    PRIMARY KEY (run_id, seq)
);
CREATE INDEX run_piece_for_users ON run_piece (xid) WHERE for_users;
