-- As what this machine is known to each community by its sticks, by address: an id, the secret that
-- opens what comes for it, and the number of the last file that went out. `answered` is the number
-- of the last file that came in; `heard_at` is `number` as it was when the mailbox was last heard
-- over a connection, so that an older answer on a stick takes nothing back.
CREATE TABLE courier (
  address TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  secret BLOB NOT NULL,
  number INTEGER NOT NULL DEFAULT 0,
  answered INTEGER NOT NULL DEFAULT 0,
  heard_at INTEGER NOT NULL DEFAULT -1
) STRICT, WITHOUT ROWID;

-- When its bytes were last copied to a stick; NULL means never.
ALTER TABLE outbox ADD COLUMN on_stick TEXT;
