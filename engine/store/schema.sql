-- The store, version 1. Source: engine/store/LEDGER.md. Embedded in the library at build time.
-- Content is named by its SHA-256 and never changes; what people decided is append-only.

CREATE TABLE dataset (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64), -- of canonical
    canonical BLOB NOT NULL,
    input_order BLOB NOT NULL,
    order_sha256 TEXT NOT NULL,
    stored_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Which dataset stood at a path when: how a run finds out that its dataset was replaced.
CREATE TABLE source (
    seq INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    sha256 TEXT NOT NULL, -- as read, before the ledger's positions were put in
    stored_at TEXT NOT NULL
) STRICT;
CREATE INDEX source_path ON source (path, seq);

CREATE TABLE scenario (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64), -- identity: the text without `data`
    name TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    path TEXT NOT NULL,
    text BLOB NOT NULL,
    text_sha256 TEXT NOT NULL,
    origins BLOB NOT NULL,
    origins_sha256 TEXT NOT NULL,
    stored_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
    seq INTEGER PRIMARY KEY,
    run TEXT NOT NULL UNIQUE,
    dataset_sha256 TEXT NOT NULL REFERENCES dataset,
    source_sha256 TEXT NOT NULL,
    source_path TEXT NOT NULL,
    scenario_sha256 TEXT NOT NULL REFERENCES scenario,
    ledger_head TEXT NOT NULL, -- '' while the journal is empty
    evaluation TEXT NOT NULL,  -- '' if outcomes were given
    engine TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('optimal', 'feasible', 'infeasible', 'none')),
    as_of TEXT NOT NULL,
    document BLOB NOT NULL,
    document_sha256 TEXT NOT NULL,
    certificate BLOB NOT NULL,
    certificate_sha256 TEXT NOT NULL,
    stored_at TEXT NOT NULL
) STRICT;

CREATE TABLE proposal (
    proposal INTEGER PRIMARY KEY,
    run TEXT NOT NULL REFERENCES run (run),
    title TEXT NOT NULL,
    proposed_by TEXT NOT NULL CHECK (proposed_by <> ''),
    proposed_on TEXT NOT NULL
) STRICT;

CREATE TABLE approval (
    approval INTEGER PRIMARY KEY,
    proposal INTEGER NOT NULL UNIQUE REFERENCES proposal,
    decision TEXT NOT NULL CHECK (decision IN ('approved', 'partial', 'rejected')),
    meeting TEXT NOT NULL,
    decided_by TEXT NOT NULL CHECK (decided_by <> ''),
    decided_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    changes TEXT NOT NULL, -- demand TAB opinion TAB count, one a line: what differs from the run
    proposed_by TEXT NOT NULL,
    run TEXT NOT NULL,
    document_sha256 TEXT NOT NULL,
    dataset_sha256 TEXT NOT NULL,
    scenario_sha256 TEXT NOT NULL,
    ledger_head TEXT NOT NULL, -- hash of the last entry before
    previous TEXT NOT NULL,    -- hash of the approval before, '' for the first
    hash TEXT NOT NULL,
    CHECK (decided_by <> proposed_by)
) STRICT;

-- Double entry: count slots of a category leave one account and enter another. An account is a
-- line (unit), a pool (scope and ring) or, with both empty, the world outside the books.
CREATE TABLE journal (
    entry INTEGER PRIMARY KEY,
    posting INTEGER NOT NULL, -- entries posted together
    approval INTEGER REFERENCES approval,
    kind TEXT NOT NULL CHECK (kind IN ('opening', 'deposit', 'loan', 'transfer', 'reclaim',
                                       'return', 'recall', 'withdraw', 'renew', 'expire')),
    posted_on TEXT NOT NULL,
    category TEXT NOT NULL,
    count INTEGER NOT NULL CHECK (count > 0 OR (count = 0 AND kind = 'renew')),
    from_unit TEXT, from_scope TEXT, from_ring TEXT,
    to_unit TEXT, to_scope TEXT, to_ring TEXT,
    demand TEXT,
    sector TEXT,
    start_on TEXT,
    due_on TEXT,
    notice TEXT,
    loan INTEGER REFERENCES journal,     -- the loan this entry gives back or renews
    corrects INTEGER REFERENCES journal, -- the entry this one corrects
    posted_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- How far the two chains reach, so that a missing tail is found too.
CREATE TABLE head (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    approvals INTEGER NOT NULL,
    approval_hash TEXT NOT NULL,
    entries INTEGER NOT NULL,
    entry_hash TEXT NOT NULL
) STRICT;
INSERT INTO head VALUES (1, 0, '', 0, '');

CREATE TRIGGER dataset_kept BEFORE UPDATE ON dataset BEGIN SELECT raise(ABORT, 'dataset is append-only'); END;
CREATE TRIGGER dataset_held BEFORE DELETE ON dataset BEGIN SELECT raise(ABORT, 'dataset is append-only'); END;
CREATE TRIGGER scenario_kept BEFORE UPDATE ON scenario BEGIN SELECT raise(ABORT, 'scenario is append-only'); END;
CREATE TRIGGER scenario_held BEFORE DELETE ON scenario BEGIN SELECT raise(ABORT, 'scenario is append-only'); END;
CREATE TRIGGER run_kept BEFORE UPDATE ON run BEGIN SELECT raise(ABORT, 'run is append-only'); END;
CREATE TRIGGER run_held BEFORE DELETE ON run BEGIN SELECT raise(ABORT, 'run is append-only'); END;
CREATE TRIGGER proposal_kept BEFORE UPDATE ON proposal BEGIN SELECT raise(ABORT, 'proposal is append-only'); END;
CREATE TRIGGER proposal_held BEFORE DELETE ON proposal BEGIN SELECT raise(ABORT, 'proposal is append-only'); END;
CREATE TRIGGER approval_kept BEFORE UPDATE ON approval BEGIN SELECT raise(ABORT, 'approval is append-only'); END;
CREATE TRIGGER approval_held BEFORE DELETE ON approval BEGIN SELECT raise(ABORT, 'approval is append-only'); END;
CREATE TRIGGER journal_kept BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'journal is append-only'); END;
CREATE TRIGGER journal_held BEFORE DELETE ON journal BEGIN SELECT raise(ABORT, 'journal is append-only'); END;
CREATE TRIGGER head_held BEFORE DELETE ON head BEGIN SELECT raise(ABORT, 'head is kept'); END;
