-- What was sent so that only the community can read it has no text here: 'words' or 'voice' says what
-- there was (domain.feedback.Sealed).
ALTER TABLE entry ADD COLUMN sealed TEXT;

-- The bytes that go are those of the sealed file itself: its key is in the sealed message, not here.
ALTER TABLE blob ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
