-- Which address asked to be left alone, as a hash: another one has asked for nothing. NULL: it was not kept yet.
ALTER TABLE wait ADD COLUMN address TEXT;
