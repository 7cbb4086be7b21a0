-- What is kept on this computer. Times that people read are RFC 3339 text; nothing is ordered by
-- a clock but notices, whose times are the issuer's. JSON columns are written by codec.py.
-- A `seal` is a SHA-256 over what never changes in its row: SQLite notices damage to its trees,
-- but not to what lies in them.

CREATE TABLE announcement (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  seq INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  state TEXT NOT NULL,
  issuer_id TEXT NOT NULL,
  urgent INTEGER NOT NULL,
  -- Seconds since 1970 of the last revision, else of publishing.
  moment REAL NOT NULL,
  expires_on TEXT,
  -- The revision that the reader opened; NULL when unread.
  read_revision INTEGER,
  -- The number of the pull that last brought it; see feed.pull.
  pull INTEGER NOT NULL,
  -- The three columns below are asks_attention and sort_key of domain.announcement, so that the list
  -- can be paged by SQL: the group on the list while the notice is good, and when it is past. Which
  -- of the two holds depends on today, so that one is chosen in the query. (Generated columns would
  -- say it more simply, but SQLite never lets an index cover them.)
  attention INTEGER NOT NULL,
  live_group INTEGER NOT NULL,
  past_group INTEGER NOT NULL,
  seal TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;

-- Everything that the list and Home's counts ask, so that neither reads a notice's content.
CREATE INDEX announcement_list ON announcement (
  issuer_id, expires_on, live_group, past_group, moment, seq, attention);

CREATE INDEX announcement_pull ON announcement (pull);

-- Text with each Chinese character set apart; see search_text.py. rowid = announcement.number.
CREATE VIRTUAL TABLE announcement_words USING fts5 (
  words, tokenize = "unicode61 remove_diacritics 2");

CREATE TABLE announcement_media (
  announcement INTEGER NOT NULL REFERENCES announcement (number) ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (announcement, sha256)
) STRICT, WITHOUT ROWID;

CREATE INDEX announcement_media_digest ON announcement_media (sha256);

-- How far the feed was read. A refill (after a change of generation) counts `pull` up; what it did
-- not bring is dropped when it ends.
CREATE TABLE feed (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  cursor TEXT,
  pull INTEGER NOT NULL,
  refilling INTEGER NOT NULL
) STRICT;

INSERT INTO feed (one, cursor, pull, refilling) VALUES (1, NULL, 1, 0);

CREATE TABLE community (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  digest TEXT NOT NULL,
  seal TEXT NOT NULL,
  content BLOB NOT NULL
) STRICT;

CREATE TABLE profile (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  content BLOB NOT NULL
) STRICT;

-- `saved` counts up with each save: the draft saved last is the current one.
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  saved INTEGER NOT NULL UNIQUE,
  content BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- `news` counts up with whatever happens to a conversation: the list shows the highest first.
CREATE TABLE conversation (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  token TEXT NOT NULL,
  kind TEXT NOT NULL,
  topic TEXT,
  about TEXT,
  answer_wanted INTEGER NOT NULL,
  state TEXT NOT NULL,
  reference TEXT,
  received_at TEXT,
  handler TEXT,
  promised_by TEXT,
  refusal TEXT,
  news INTEGER NOT NULL UNIQUE,
  seal TEXT NOT NULL
) STRICT;

CREATE TABLE entry (
  number INTEGER PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (number) ON DELETE CASCADE,
  id TEXT NOT NULL,
  mine INTEGER NOT NULL,
  text TEXT NOT NULL,
  language TEXT NOT NULL,
  sent_at TEXT NOT NULL,
  author TEXT NOT NULL,
  received INTEGER NOT NULL,
  unread INTEGER NOT NULL,
  verdict TEXT,
  refusal TEXT,
  seal TEXT NOT NULL,
  UNIQUE (conversation, id)
) STRICT;

-- What still has to go, in the order in which it was made. `sha256` is the payload's digest, as the
-- receipt will name it; the seal covers id, token and payload, and is checked before sending.
CREATE TABLE outbox (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  conversation INTEGER NOT NULL REFERENCES conversation (number) ON DELETE CASCADE,
  payload BLOB NOT NULL,
  sha256 TEXT NOT NULL,
  seal TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  -- Seconds since 1970; NULL means at once.
  next_try REAL,
  problem TEXT,
  damaged INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX outbox_conversation ON outbox (conversation);

-- Small facts that outlive a start, such as the last contact.
CREATE TABLE memo (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
