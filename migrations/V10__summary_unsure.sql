-- 1: a copy of the summary may stand in the chat of which nobody knows (the program died while it was sent, or the answer
-- was lost). The next copy says so; a summary whose place is known is changed in place and says nothing.
ALTER TABLE summary ADD COLUMN unsure INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1));
