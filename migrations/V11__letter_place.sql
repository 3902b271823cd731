-- In which chat the messages of a letter stand, as a hash: their numbers mean nothing in another one, where they may be those of
-- other messages. NULL: a mail, or it was not kept yet.
ALTER TABLE letter ADD COLUMN place TEXT;
