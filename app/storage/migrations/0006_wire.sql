-- A message can be taken back. `withdrawal` is that wish and what became of it; while the other side
-- is still to be told, the two columns behind it say how often that failed and when to try again
-- (seconds since 1970; NULL means at once).
ALTER TABLE conversation ADD COLUMN withdrawal TEXT;
ALTER TABLE conversation ADD COLUMN withdrawn_at TEXT;
ALTER TABLE conversation ADD COLUMN erased_at TEXT;
ALTER TABLE conversation ADD COLUMN telling_attempts INTEGER NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN telling_next REAL;

-- Set before the bytes first leave: what never left can be taken back without asking anybody.
ALTER TABLE outbox ADD COLUMN tried INTEGER NOT NULL DEFAULT 0;
-- The other side asked not to be tried before; also "try now" heeds it.
ALTER TABLE outbox ADD COLUMN not_before REAL;
-- An older program did not note what left.
UPDATE outbox SET tried = 1;

-- The rest of a snapshot that is still to be fetched, as JSON, and what was deleted meanwhile.
ALTER TABLE feed ADD COLUMN older TEXT;
CREATE TABLE deleted_meanwhile (
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- By which community this machine was registered, and under which token.
CREATE TABLE device (
  address TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  token TEXT NOT NULL,
  name TEXT NOT NULL,
  joined_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;
