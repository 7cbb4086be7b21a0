-- What goes along with a message, beside its words: the bytes lie in a file of the folder
-- `recordings`. `state` is one of domain.feedback.RecordingState, `sent` counts the bytes that the
-- other side said it has. The seal covers what never changes.
CREATE TABLE blob (
  number INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (number) ON DELETE CASCADE,
  entry TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  type TEXT NOT NULL,
  role TEXT NOT NULL,
  seconds REAL,
  file TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'waiting',
  sent INTEGER NOT NULL DEFAULT 0,
  refusal TEXT,
  seal TEXT NOT NULL,
  UNIQUE (conversation, entry, sha256)
) STRICT;

-- How many blobs the payload names: when fewer are in the table, the disk lost them.
ALTER TABLE outbox ADD COLUMN blobs INTEGER NOT NULL DEFAULT 0;

-- The receipt for the words (when, and the number) while something that goes along is on its way.
ALTER TABLE outbox ADD COLUMN words_at TEXT;
ALTER TABLE outbox ADD COLUMN words_as TEXT;
