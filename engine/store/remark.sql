-- The store, version 7: remarks on the rows of a run. A row is a demand, or what a line deposits.
-- The newest remark of a row counts, an empty one takes it away; none is written once the run is
-- decided, so that papers of a decision stay what they were.

CREATE TABLE remark (
    remark INTEGER PRIMARY KEY,
    run TEXT NOT NULL REFERENCES run (run),
    demand TEXT NOT NULL, -- '': of a line's deposit
    unit TEXT NOT NULL,   -- of the line; '' of a demand, like category
    category TEXT NOT NULL,
    text TEXT NOT NULL,
    remarked_by TEXT NOT NULL,
    remarked_on TEXT NOT NULL,
    CHECK ((demand = '') <> (unit = '') AND (unit = '') = (category = ''))
) STRICT;
CREATE INDEX remark_run ON remark (run, remark);

CREATE TRIGGER remark_kept BEFORE UPDATE ON remark BEGIN SELECT raise(ABORT, 'remark is append-only'); END;
CREATE TRIGGER remark_held BEFORE DELETE ON remark BEGIN SELECT raise(ABORT, 'remark is append-only'); END;
