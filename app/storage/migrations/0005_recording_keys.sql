-- The keys of sealed recordings, by the name that stands in each file (`sealed_sound.py`). A key is
-- here as long as a file bears its name; its end is the end of what was said.
CREATE TABLE recording_key (
  name BLOB PRIMARY KEY,
  key BLOB NOT NULL
) STRICT, WITHOUT ROWID;
