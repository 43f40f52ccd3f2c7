-- The store, version 4: what people asked for. The same run may be asked for again: `latest` is what
-- somebody last ran himself, not what was stored last, and no point of a sweep.

CREATE TABLE asked (
    seq INTEGER PRIMARY KEY,
    run TEXT NOT NULL REFERENCES run (run),
    settings TEXT NOT NULL, -- key=value, one a line
    asked_by TEXT NOT NULL, -- '' where nobody said
    asked_at TEXT NOT NULL
) STRICT;
CREATE INDEX asked_run ON asked (run, seq);

CREATE TRIGGER asked_kept BEFORE UPDATE ON asked BEGIN SELECT raise(ABORT, 'asked is append-only'); END;
CREATE TRIGGER asked_held BEFORE DELETE ON asked BEGIN SELECT raise(ABORT, 'asked is append-only'); END;
