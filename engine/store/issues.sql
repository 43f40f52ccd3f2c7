-- The store, version 2: the rectification ledger. What was found is written once; every closing (and
-- every reopening, which takes a mistaken closing back) is an event of its own.

CREATE TABLE issue (
    seq INTEGER PRIMARY KEY,
    issue TEXT NOT NULL UNIQUE CHECK (issue <> ''),
    unit TEXT NOT NULL,
    class TEXT NOT NULL CHECK (class IN ('rectify', 'office', 'reserve')),
    found_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    text TEXT NOT NULL,
    source TEXT NOT NULL, -- where it was imported from
    recorded_at TEXT NOT NULL
) STRICT;

CREATE TABLE issue_event (
    seq INTEGER PRIMARY KEY,
    issue TEXT NOT NULL REFERENCES issue (issue),
    kind TEXT NOT NULL CHECK (kind IN ('close', 'reopen')),
    happened_on TEXT NOT NULL,
    reference TEXT NOT NULL CHECK (reference <> ''), -- document or reason it rests on
    recorded_by TEXT NOT NULL,
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX issue_event_issue ON issue_event (issue, seq);

CREATE TRIGGER issue_kept BEFORE UPDATE ON issue BEGIN SELECT raise(ABORT, 'issue is append-only'); END;
CREATE TRIGGER issue_held BEFORE DELETE ON issue BEGIN SELECT raise(ABORT, 'issue is append-only'); END;
CREATE TRIGGER issue_event_kept BEFORE UPDATE ON issue_event BEGIN SELECT raise(ABORT, 'issue_event is append-only'); END;
CREATE TRIGGER issue_event_held BEFORE DELETE ON issue_event BEGIN SELECT raise(ABORT, 'issue_event is append-only'); END;
