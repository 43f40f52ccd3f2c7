-- The store, version 5: work that may be shared out among machines. Work is named by what was asked of
-- which run by which engine; its items are pure, so whoever does one writes the same result. Sweeps have
-- tables of their own (version 3). A shard says what part of a work or a sweep this file is meant to hold;
-- it is no content and is left behind when shards are joined.

CREATE TABLE work (
    seq INTEGER PRIMARY KEY,
    work TEXT NOT NULL UNIQUE CHECK (work <> ''),
    kind TEXT NOT NULL CHECK (kind <> ''),
    base TEXT REFERENCES run (run), -- the run it asks about; NULL: none
    asked TEXT NOT NULL,            -- key=value, one a line
    engine TEXT NOT NULL,           -- of whoever did the items
    items INTEGER NOT NULL CHECK (items >= 0),
    stored_at TEXT NOT NULL
) STRICT;

CREATE TABLE work_item (
    work TEXT NOT NULL REFERENCES work (work),
    item INTEGER NOT NULL CHECK (item >= 0),
    result TEXT NOT NULL,
    stored_at TEXT NOT NULL,
    PRIMARY KEY (work, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE shard (
    work TEXT NOT NULL, -- of a work or a sweep
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND shards),
    shards INTEGER NOT NULL,
    processor_ms INTEGER NOT NULL, -- what it cost, for planning the next one
    memory_kb INTEGER NOT NULL,
    PRIMARY KEY (work, number, shards)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER work_kept BEFORE UPDATE ON work BEGIN SELECT raise(ABORT, 'work is append-only'); END;
CREATE TRIGGER work_held BEFORE DELETE ON work BEGIN SELECT raise(ABORT, 'work is append-only'); END;
CREATE TRIGGER work_item_kept BEFORE UPDATE ON work_item BEGIN SELECT raise(ABORT, 'work_item is append-only'); END;
CREATE TRIGGER work_item_held BEFORE DELETE ON work_item BEGIN SELECT raise(ABORT, 'work_item is append-only'); END;
