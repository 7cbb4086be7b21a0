-- A message belongs to the community it was written for: the address that was joined when it was
-- sent, NULL while none was (the first one joined then gets it).
ALTER TABLE conversation ADD COLUMN community TEXT;

-- What communities call themselves and those who answer, as JSON, also after another was joined.
CREATE TABLE community_met (
  address TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  office TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What was sent so far was written for the community that is joined now. Content that was damaged
-- is passed over: a migration must not fail for it.
UPDATE conversation SET community = (
  SELECT nullif(json_extract(CAST(content AS TEXT), '$.community_url'), '') FROM profile
  WHERE CASE WHEN json_valid(CAST(content AS TEXT))
    THEN json_type(CAST(content AS TEXT), '$.community_url') = 'text' END);

INSERT INTO community_met (address, name, office)
  SELECT json_extract(CAST(p.content AS TEXT), '$.community_url'),
    json_extract(CAST(c.content AS TEXT), '$.name'),
    json_extract(CAST(c.content AS TEXT), '$.office')
  FROM profile AS p, community AS c
  WHERE CASE WHEN json_valid(CAST(p.content AS TEXT)) AND json_valid(CAST(c.content AS TEXT))
    THEN json_extract(CAST(p.content AS TEXT), '$.community_url') <> ''
      AND json_type(CAST(p.content AS TEXT), '$.community_url') = 'text'
      AND json_type(CAST(c.content AS TEXT), '$.name') = 'object'
      AND json_type(CAST(c.content AS TEXT), '$.office') = 'object' END;
