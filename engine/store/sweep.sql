-- The store, version 3: sweeps. A sweep is named by its base run and its points; each finished
-- point is one transaction, so that a killed sweep goes on where it was.

CREATE TABLE sweep (
    seq INTEGER PRIMARY KEY,
    sweep TEXT NOT NULL UNIQUE CHECK (sweep <> ''),
    base TEXT NOT NULL REFERENCES run (run),
    path TEXT NOT NULL,  -- scenario file as the user named it
    keys TEXT NOT NULL,  -- what varies, one a line
    points INTEGER NOT NULL CHECK (points > 0),
    stored_at TEXT NOT NULL
) STRICT;

CREATE TABLE sweep_point (
    sweep TEXT NOT NULL REFERENCES sweep (sweep),
    point INTEGER NOT NULL, -- from 0, in the order of the sweep
    settings TEXT NOT NULL, -- key=value, one a line
    run TEXT NOT NULL REFERENCES run (run),
    answer TEXT NOT NULL,   -- SHA-256 of what moves: the same answer, the same text
    status TEXT NOT NULL,
    figures TEXT NOT NULL,  -- name=value, one a line; decimals in millionths
    stored_at TEXT NOT NULL,
    PRIMARY KEY (sweep, point)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER sweep_kept BEFORE UPDATE ON sweep BEGIN SELECT raise(ABORT, 'sweep is append-only'); END;
CREATE TRIGGER sweep_held BEFORE DELETE ON sweep BEGIN SELECT raise(ABORT, 'sweep is append-only'); END;
CREATE TRIGGER sweep_point_kept BEFORE UPDATE ON sweep_point BEGIN SELECT raise(ABORT, 'sweep_point is append-only'); END;
CREATE TRIGGER sweep_point_held BEFORE DELETE ON sweep_point BEGIN SELECT raise(ABORT, 'sweep_point is append-only'); END;
