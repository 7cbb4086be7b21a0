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
CREATE VIRTUAL TABLE announcement_words USING fts5 (
  words, tokenize = "unicode61 remove_diacritics 2");
CREATE TABLE announcement_media (
  announcement INTEGER NOT NULL REFERENCES announcement (number) ON DELETE CASCADE,
  sha256 TEXT NOT NULL,
  size INTEGER NOT NULL,
  content BLOB NOT NULL,
  PRIMARY KEY (announcement, sha256)
) STRICT, WITHOUT ROWID;
CREATE TABLE feed (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  cursor TEXT,
  pull INTEGER NOT NULL,
  refilling INTEGER NOT NULL
, older TEXT) STRICT;
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
CREATE TABLE draft (
  id TEXT PRIMARY KEY,
  saved INTEGER NOT NULL UNIQUE,
  content BLOB NOT NULL
) STRICT, WITHOUT ROWID;
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
, community TEXT, withdrawal TEXT, withdrawn_at TEXT, erased_at TEXT, telling_attempts INTEGER NOT NULL DEFAULT 0, telling_next REAL) STRICT;
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
  seal TEXT NOT NULL, sealed TEXT,
  UNIQUE (conversation, id)
) STRICT;
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
, blobs INTEGER NOT NULL DEFAULT 0, words_at TEXT, words_as TEXT, tried INTEGER NOT NULL DEFAULT 0, not_before REAL, on_stick TEXT) STRICT;
CREATE TABLE memo (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE community_met (
  address TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  office TEXT NOT NULL
) STRICT, WITHOUT ROWID;
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
  seal TEXT NOT NULL, sealed INTEGER NOT NULL DEFAULT 0,
  UNIQUE (conversation, entry, sha256)
) STRICT;
CREATE TABLE trust (
  address TEXT PRIMARY KEY,
  code TEXT NOT NULL,
  confirmed INTEGER NOT NULL,
  document BLOB NOT NULL,
  problem TEXT NOT NULL,
  roll_generation INTEGER NOT NULL,
  roll_number INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
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
CREATE TABLE notice_refused (
  address TEXT NOT NULL,
  id TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (address, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE recording_key (
  name BLOB PRIMARY KEY,
  key BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE deleted_meanwhile (
  id TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;
CREATE TABLE device (
  address TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  token TEXT NOT NULL,
  name TEXT NOT NULL,
  joined_at TEXT NOT NULL,
  revoked_at TEXT
) STRICT, WITHOUT ROWID;
CREATE TABLE courier (
  address TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  secret BLOB NOT NULL,
  number INTEGER NOT NULL DEFAULT 0,
  answered INTEGER NOT NULL DEFAULT 0,
  heard_at INTEGER NOT NULL DEFAULT -1
) STRICT, WITHOUT ROWID;
CREATE INDEX announcement_list ON announcement (
  issuer_id, expires_on, live_group, past_group, moment, seq, attention);
CREATE INDEX announcement_pull ON announcement (pull);
CREATE INDEX announcement_media_digest ON announcement_media (sha256);
CREATE INDEX outbox_conversation ON outbox (conversation);
INSERT INTO announcement (number, id, seq, revision, state, issuer_id, urgent, moment, expires_on, read_revision, pull, attention, live_group, past_group, seal, content) VALUES (1, '9d1d47d2-1392-5741-a43a-67bad1fe90e8', 1, 1, 'published', 'street-office', 0, 1796040000.0, '2026-12-05', 1, 1, 0, 2, 3, 'dc09085f3df851a31c3cf53e067f753b78fbe9c7526566c87a51a33e0f282f56', X'7B226964223A2239643164343764322D313339322D353734312D613433612D363762616431666539306538222C22736571223A312C227265766973696F6E223A312C227374617465223A227075626C6973686564222C226973737565725F6964223A227374726565742D6F6666696365222C226973737565725F6E616D65223A7B22656E223A22537472656574204F6666696365222C227A682D434E223A22E8A197E98193E58A9E227D2C227075626C69736865645F6174223A22323032362D31312D33305431323A30303A30305A222C227465787473223A7B22656E223A7B227469746C65223A225761746572206F6666222C22626F6479223A22506C656173652073746F726520736F6D652E222C22696E5F73686F7274223A5B224265207265616479225D7D2C227A682D434E223A7B227469746C65223A22E5819CE6B0B4E9809AE79FA5222C22626F6479223A22222C22696E5F73686F7274223A5B5D7D7D2C22757267656E74223A66616C73652C22746F706963223A6E756C6C2C22726576697365645F6174223A6E756C6C2C22657870697265735F6F6E223A22323032362D31322D3035222C226368616E67655F6E6F7465223A6E756C6C2C226D65646961223A5B7B22726F6C65223A2270696374757265222C22736861323536223A2230303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030222C226D656469615F74797065223A22696D6167652F706E67222C2273697A65223A312C226465736372697074696F6E223A7B22656E223A22412067617465227D2C226C616E6775616765223A6E756C6C7D5D2C226368616E676573223A5B5D7D');
INSERT INTO announcement (number, id, seq, revision, state, issuer_id, urgent, moment, expires_on, read_revision, pull, attention, live_group, past_group, seal, content) VALUES (2, '8f1edf68-4738-5011-b831-462ddb5f6165', 2, 1, 'published', 'street-office', 1, 1796040000.0, NULL, NULL, 1, 1, 0, 3, '882ebc34ece18d55515688e7b068b50a584445986946424c98e08781b07fa8da', X'7B226964223A2238663165646636382D343733382D353031312D623833312D343632646462356636313635222C22736571223A322C227265766973696F6E223A312C227374617465223A227075626C6973686564222C226973737565725F6964223A227374726565742D6F6666696365222C226973737565725F6E616D65223A7B22656E223A22537472656574204F6666696365222C227A682D434E223A22E8A197E98193E58A9E227D2C227075626C69736865645F6174223A22323032362D31312D33305431323A30303A30305A222C227465787473223A7B22656E223A7B227469746C65223A2253746F726D222C22626F6479223A22506C656173652073746F726520736F6D652E222C22696E5F73686F7274223A5B224265207265616479225D7D7D2C22757267656E74223A747275652C22746F706963223A6E756C6C2C22726576697365645F6174223A6E756C6C2C22657870697265735F6F6E223A6E756C6C2C226368616E67655F6E6F7465223A6E756C6C2C226D65646961223A5B5D2C226368616E676573223A5B5D7D');
INSERT INTO announcement_words (rowid, words) VALUES (1, 'street office
 街 道 办 
water off
be ready
please store some.
 停 水 通 知 
');
INSERT INTO announcement_words (rowid, words) VALUES (2, 'street office
 街 道 办 
storm
be ready
please store some.');
INSERT INTO announcement_media (announcement, sha256, size, content) VALUES (1, '0000000000000000000000000000000000000000000000000000000000000000', 1, X'7B22726F6C65223A2270696374757265222C22736861323536223A2230303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030303030222C226D656469615F74797065223A22696D6167652F706E67222C2273697A65223A312C226465736372697074696F6E223A7B22656E223A22412067617465227D2C226C616E6775616765223A6E756C6C7D');
INSERT INTO feed (one, cursor, pull, refilling, older) VALUES (1, 'g1.2', 1, 0, '{}');
INSERT INTO community (one, digest, seal, content) VALUES (1, 'digest', '59d66c8ed7c8cd1cc295899fdfc0ef68af7ac3b1fe376c7bc05a4de4403bf68f', X'7B22736C7567223A2277696C6C6F772D6C616E65222C226E616D65223A7B22656E223A2257696C6C6F77204C616E65227D2C226F6666696365223A7B7D2C2268656C70223A7B226E616D65223A7B7D2C2274656C6570686F6E65223A22222C22686F757273223A7B7D7D2C2269737375657273223A5B5D2C22746F70696373223A5B5D2C22706C61636573223A5B5D2C226C6573736F6E73223A5B5D7D');
INSERT INTO profile (one, content) VALUES (1, X'7B226C616E6775616765223A227A682D434E222C22746578745F73697A65223A33362C227468656D65223A2273797374656D222C227370656564223A332C22636F6D6D756E6974795F75726C223A2268747470733A2F2F77696C6C6F772D6C616E652E6578616D706C65222C2273746172746564223A747275652C227061757365223A322C2263756573223A747275652C22616C776179735F6C697374656E696E67223A66616C73652C227365616C5F7265636F7264696E6773223A66616C73652C22736861726564223A66616C73657D');
INSERT INTO draft (id, saved, content) VALUES ('draft', 1, X'7B226964223A226472616674222C22746F6B656E223A226232786B49484E3062334A6C494739735A43427A644739795A5342766247516763335276636D5567495345222C226B696E64223A2270726F626C656D222C22746F706963223A226C69676874222C2274657874223A2268616C662061206D657373616765222C226C616E6775616765223A22656E222C22706C6163655F6964223A6E756C6C2C22706C6163655F776F726473223A22222C22706C6163655F61736B6564223A66616C73652C22616E737765725F77616E746564223A6E756C6C2C226E616D65223A22222C2274656C6570686F6E65223A22222C2261626F7574223A6E756C6C2C2273746570223A226B696E64222C227265636F7264696E67223A6E756C6C2C2273656E645F766F696365223A66616C73657D');
INSERT INTO conversation (number, id, token, kind, topic, about, answer_wanted, state, reference, received_at, handler, promised_by, refusal, news, seal, community, withdrawal, withdrawn_at, erased_at, telling_attempts, telling_next) VALUES (1, 'first', 'b2xkIHN0b3JlIG9sZCBzdG9yZSBvbGQgc3RvcmUgISE', 'problem', 'light', NULL, 1, 'answered', '1234', '2026-12-01T12:00:00+00:00', NULL, NULL, NULL, 5, 'f7822ef563aba73fa51dbec03f1675822cf91fbf5fd67ad4a0c89326af260eaa', 'https://willow-lane.example', NULL, NULL, NULL, 0, NULL);
INSERT INTO conversation (number, id, token, kind, topic, about, answer_wanted, state, reference, received_at, handler, promised_by, refusal, news, seal, community, withdrawal, withdrawn_at, erased_at, telling_attempts, telling_next) VALUES (2, 'second', 'b2xkIHN0b3JlIG9sZCBzdG9yZSBvbGQgc3RvcmUgISE', 'problem', 'light', NULL, 1, 'kept', NULL, NULL, NULL, NULL, NULL, 6, '251b1496acfa7213721c9c9dd04acefb526829af2bd1a72bc43a7e2143310b06', 'https://willow-lane.example', NULL, NULL, NULL, 0, NULL);
INSERT INTO conversation (number, id, token, kind, topic, about, answer_wanted, state, reference, received_at, handler, promised_by, refusal, news, seal, community, withdrawal, withdrawn_at, erased_at, telling_attempts, telling_next) VALUES (3, 'third', 'b2xkIHN0b3JlIG9sZCBzdG9yZSBvbGQgc3RvcmUgISE', 'problem', 'light', NULL, 1, 'erased', NULL, NULL, NULL, NULL, NULL, 8, '8829172595c213b045167fe677f88abfacaea945263784e5942b4a26f3abab07', 'https://willow-lane.example', 'never_sent', '2026-12-01T12:00:00+00:00', NULL, 0, NULL);
INSERT INTO conversation (number, id, token, kind, topic, about, answer_wanted, state, reference, received_at, handler, promised_by, refusal, news, seal, community, withdrawal, withdrawn_at, erased_at, telling_attempts, telling_next) VALUES (4, 'fourth', 'b2xkIHN0b3JlIG9sZCBzdG9yZSBvbGQgc3RvcmUgISE', 'problem', 'light', NULL, 1, 'kept', NULL, NULL, NULL, NULL, NULL, 9, '556b6c31ce11e8af84f8b86036bc04d68719a5a93fdfd8c1ce0141ce8d1a8c50', 'https://willow-lane.example', NULL, NULL, NULL, 0, NULL);
INSERT INTO entry (number, conversation, id, mine, text, language, sent_at, author, received, unread, verdict, refusal, seal, sealed) VALUES (1, 1, 'first', 1, 'answered', 'en', '2026-12-01T12:00:00+00:00', '{}', 1, 0, NULL, NULL, 'edfde92ea1a6426cbcfa1ba66ec48f7ca861e401a2829f130f5f33ecdad6f588', NULL);
INSERT INTO entry (number, conversation, id, mine, text, language, sent_at, author, received, unread, verdict, refusal, seal, sealed) VALUES (2, 1, 'reply', 0, 'We come on Friday', 'en', '2026-12-01T12:00:00+00:00', '{"en":"Street Office"}', 1, 1, NULL, NULL, '9f3b276d83e060d70c8ebf692a24d43a4193fcd76f57f4e1ccbfe092a75e6239', NULL);
INSERT INTO entry (number, conversation, id, mine, text, language, sent_at, author, received, unread, verdict, refusal, seal, sealed) VALUES (3, 1, 'more', 1, '', 'en', '2026-12-01T12:00:00+00:00', '{}', 0, 0, 'not_solved', NULL, 'a3a70ce17851b3ab9d2f720dd14c7ed255b8ebbd9b2837957b3854f5ff85191a', NULL);
INSERT INTO entry (number, conversation, id, mine, text, language, sent_at, author, received, unread, verdict, refusal, seal, sealed) VALUES (4, 2, 'second', 1, 'waiting', 'en', '2026-12-01T12:00:00+00:00', '{}', 0, 0, NULL, NULL, '69ba427821be948e17ca9cb2404d5dc4fd49a64a506166391f2cb79edcad4c9a', NULL);
INSERT INTO entry (number, conversation, id, mine, text, language, sent_at, author, received, unread, verdict, refusal, seal, sealed) VALUES (5, 3, 'third', 1, 'taken back', 'en', '2026-12-01T12:00:00+00:00', '{}', 0, 0, NULL, NULL, '1d40de809db5ea32e6450c087b06d8817d59f90b83d340bfdc8f9d167b80ea4c', NULL);
INSERT INTO entry (number, conversation, id, mine, text, language, sent_at, author, received, unread, verdict, refusal, seal, sealed) VALUES (6, 4, 'fourth', 1, '', 'en', '2026-12-01T12:00:00+00:00', '{}', 0, 0, NULL, NULL, '69163dea2d60a419d03a3df50ff6080c3d7417a4f7fddd97d81bbd3fee4bf7e4', 'words');
INSERT INTO outbox (number, id, conversation, payload, sha256, seal, attempts, next_try, problem, damaged, blobs, words_at, words_as, tried, not_before, on_stick) VALUES (2, 'more', 1, X'6E6F7420736F6C766564', 'b1b8c63c7d17a0ace5a3ddc83377eb8a3a63ebc5db3db5ded26deff4c4d4ae2c', 'a8c8dd01816e74e136521f4e516430c26e0e2f72011da06d9c71ba44bae5761c', 0, NULL, NULL, 0, 0, NULL, NULL, 0, NULL, NULL);
INSERT INTO outbox (number, id, conversation, payload, sha256, seal, attempts, next_try, problem, damaged, blobs, words_at, words_as, tried, not_before, on_stick) VALUES (3, 'second', 2, X'77616974696E67', '80cfa3e7f28dde4df64436b652230aff28d7779116d1369c21ef2bbf37261d71', '82a7229df99d2c832893b2917e7641de1df631849c925875a9fef957cf99a7c4', 0, NULL, NULL, 0, 1, NULL, NULL, 1, NULL, '2026-12-01T12:00:00+00:00');
INSERT INTO outbox (number, id, conversation, payload, sha256, seal, attempts, next_try, problem, damaged, blobs, words_at, words_as, tried, not_before, on_stick) VALUES (5, 'fourth', 4, X'7365616C6564', 'c9d0036bed6744bcdf692fc980d8717d7e5f5a4f4e8266b4a84982602fb1cd09', 'bcaa5df3c01eb96ed5aded4a821dc3d3f0946c54d4713cbca5568a58eb4b4ead', 0, NULL, NULL, 0, 1, NULL, NULL, 0, NULL, NULL);
INSERT INTO memo (name, value) VALUES ('last_contact', '2026-12-01');
INSERT INTO community_met (address, name, office) VALUES ('https://willow-lane.example', '{"en":"Willow Lane"}', '{}');
INSERT INTO blob (number, conversation, entry, sha256, size, type, role, seconds, file, state, sent, refusal, seal, sealed) VALUES (1, 2, 'second', '5555555555555555555555555555555555555555555555555555555555555555', 12345, 'audio/ogg', 'recording', 42.0, 'second.ogg', 'waiting', 0, NULL, '5f521b0737cbaf7fae91674c68ffafe79acf45e3dff9aa741193c3751704a560', 0);
INSERT INTO blob (number, conversation, entry, sha256, size, type, role, seconds, file, state, sent, refusal, seal, sealed) VALUES (2, 4, 'fourth', '7777777777777777777777777777777777777777777777777777777777777777', 65536, 'audio/ogg', 'recording', 42.0, 'fourth.ogg', 'waiting', 0, NULL, 'b120efca2b0cae4426716637a5470215c771c12c04b45844384f270474a8f0dd', 1);
INSERT INTO trust (address, code, confirmed, document, problem, roll_generation, roll_number) VALUES ('https://willow-lane.example', 'ABCD-EFGH-JKMN-PQRS', 1, X'7B7D', '', -1, -1);
INSERT INTO notice_proof (address, id, revision, seq, gone, key, digest) VALUES ('https://willow-lane.example', '9d1d47d2-1392-5741-a43a-67bad1fe90e8', 1, 1, 0, '0000000000000000', 'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd');
INSERT INTO notice_refused (address, id, reason) VALUES ('https://willow-lane.example', 'x', 'changed');
INSERT INTO recording_key (name, key) VALUES (X'6E6E6E6E6E6E6E6E6E6E6E6E6E6E6E6E', X'6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B6B');
INSERT INTO deleted_meanwhile (id) VALUES ('gone');
INSERT INTO device (address, id, token, name, joined_at, revoked_at) VALUES ('https://willow-lane.example', 'machine', 'b2xkIHN0b3JlIG9sZCBzdG9yZSBvbGQgc3RvcmUgISE', 'Reading room', '2026-12-01T12:00:00+00:00', NULL);
INSERT INTO courier (address, id, secret, number, answered, heard_at) VALUES ('https://willow-lane.example', '90370cfe-3211-4bf2-8c54-2132d24e24a4', X'117459998DF284BE43B07251EF0885FE638C3603806CE5015ADAD8ACA922614D', 7, 0, -1);
PRAGMA application_id = 1178751559;
PRAGMA user_version = 8;
