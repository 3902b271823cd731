-- Since when a letter is there, without reading its text on the way: that is asked of every notice whenever a case is judged.
CREATE INDEX letter_since ON letter (id, owed_at);
