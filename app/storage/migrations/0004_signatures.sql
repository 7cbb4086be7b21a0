-- The keys of each community that was ever joined, by its address. `code` is its root key's;
-- `confirmed` says that a person vouched for it. `document` is the chain of keysets as it came,
-- empty before the first. The roll is the last signed list of what stands, as a head of the feed.
CREATE TABLE trust (
  address TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  confirmed INTEGER NOT NULL,
  document BLOB NOT NULL,
  problem TEXT NOT NULL,
  roll_generation INTEGER NOT NULL,
  roll_number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The latest revision of each notice that a signature was found good for; it outlives the notice,
-- so that an older one never comes back. `digest` leaves out the number in the feed.
CREATE TABLE notice_proof (
  address TEXT NOT NULL,
  id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  gone INTEGER NOT NULL,
  key TEXT NOT NULL,
  digest TEXT NOT NULL,
  PRIMARY KEY (address, id)
) STRICT, WITHOUT ROWID;

-- Notices that came and are not shown, until they come as they should.
CREATE TABLE notice_refused (
  address TEXT NOT NULL,
  id TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (address, id)
) STRICT, WITHOUT ROWID;
