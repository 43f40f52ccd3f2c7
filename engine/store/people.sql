-- The store, version 6: accounts, and the log of who did what. Source: engine/store/LEDGER.md.

CREATE TABLE account (
    account INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    folded TEXT NOT NULL UNIQUE CHECK (folded <> ''), -- as names are compared; never used again
    roles TEXT NOT NULL,                              -- "planner,clerk"; the log says since when
    active INTEGER NOT NULL CHECK (active IN (0, 1)),
    failures INTEGER NOT NULL,  -- wrong passwords since the last right one
    failed_at INTEGER NOT NULL, -- seconds since 1970
    key INTEGER NOT NULL,       -- its newest key, which these open:
    salt TEXT NOT NULL,
    passes INTEGER NOT NULL,
    memory_kib INTEGER NOT NULL,
    sealed TEXT NOT NULL -- the key's seed, under the password
) STRICT;

-- Public halves of the keys. A key once made stays: old signatures are checked with it.
CREATE TABLE account_key (
    key INTEGER PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account,
    public TEXT NOT NULL CHECK (length(public) = 64)
) STRICT;

CREATE TABLE session (
    token TEXT PRIMARY KEY, -- a hash: what the browser holds is nowhere
    account INTEGER NOT NULL REFERENCES account,
    sealed TEXT NOT NULL, -- the seed of its key, under the token itself
    ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row an act, in a chain of its own that holds all others together: how far each table then
-- reached, the ends of journal and approvals, and a hash of what the act added to the other tables.
CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    account INTEGER REFERENCES account, -- NULL: nobody was signed in
    name TEXT NOT NULL,
    act TEXT NOT NULL CHECK (act <> ''),
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    approvals INTEGER NOT NULL,
    approval_hash TEXT NOT NULL,
    entries INTEGER NOT NULL,
    entry_hash TEXT NOT NULL,
    reach TEXT NOT NULL, -- "proposal 3" …, a line a table
    added TEXT NOT NULL, -- hash over the rows added since; '' if none
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    key INTEGER REFERENCES account_key, -- NULL: not signed
    signature TEXT NOT NULL
) STRICT;
CREATE INDEX log_approvals ON log (approvals, seq);
CREATE INDEX log_entries ON log (entries, seq);

CREATE TABLE log_end (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    rows INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;
INSERT INTO log_end VALUES (1, 0, '');

CREATE TRIGGER account_kept BEFORE UPDATE OF account, name, folded ON account BEGIN SELECT raise(ABORT, 'names of accounts are kept'); END;
CREATE TRIGGER account_held BEFORE DELETE ON account BEGIN SELECT raise(ABORT, 'accounts are kept'); END;
CREATE TRIGGER account_key_kept BEFORE UPDATE ON account_key BEGIN SELECT raise(ABORT, 'account_key is append-only'); END;
CREATE TRIGGER account_key_held BEFORE DELETE ON account_key BEGIN SELECT raise(ABORT, 'account_key is append-only'); END;
CREATE TRIGGER source_kept BEFORE UPDATE ON source BEGIN SELECT raise(ABORT, 'source is append-only'); END;
CREATE TRIGGER source_held BEFORE DELETE ON source BEGIN SELECT raise(ABORT, 'source is append-only'); END;
CREATE TRIGGER log_kept BEFORE UPDATE ON log BEGIN SELECT raise(ABORT, 'log is append-only'); END;
CREATE TRIGGER log_held BEFORE DELETE ON log BEGIN SELECT raise(ABORT, 'log is append-only'); END;
CREATE TRIGGER log_end_held BEFORE DELETE ON log_end BEGIN SELECT raise(ABORT, 'log_end is kept'); END;
