-- The ledger: who did what, as a chain in which no entry can be changed, dropped or put in unseen.
--
--   sum  = SHA-256( hex(salt) LF body )
--   leaf = SHA-256( 'staywatch-ledger-1' LF seq LF at LF kind LF hex(sum) LF )
--   hash = SHA-256( hex(prev) LF hex(leaf) LF )
--
-- Numbers are decimal, hex is lower case, LF is one line feed. The hash covers the body only through its salted sum, so
-- the body of an entry can be erased (with its salt, or a short body could be guessed) and the chain can still be checked.
-- Bodies hold codes, ids of people.toml, channels, receipts and hashes: no text of a message, no note, no address.

CREATE TABLE chain (
    seq     INTEGER NOT NULL PRIMARY KEY CHECK (seq >= 0),
    at      INTEGER NOT NULL,
    kind    TEXT    NOT NULL CHECK (kind GLOB '[a-z]*' AND kind NOT GLOB '*[^a-z-]*'),
    body    TEXT    CHECK (body IS NULL OR json_valid(body)),
    salt    BLOB    CHECK (salt IS NULL OR length(salt) = 16),
    sum     BLOB    NOT NULL CHECK (length(sum) = 32),
    prev    BLOB    NOT NULL CHECK (length(prev) = 32),
    hash    BLOB    NOT NULL CHECK (length(hash) = 32),
    -- The case an entry is about; gone with the body.
    case_id TEXT    GENERATED ALWAYS AS (json_extract(body, '$.case')) VIRTUAL,
    CHECK ((body IS NULL) = (salt IS NULL))
) STRICT;

CREATE INDEX chain_case ON chain (case_id) WHERE case_id IS NOT NULL;

-- Only at the end, and only onto the entry that stands there.
CREATE TRIGGER chain_in_order BEFORE INSERT ON chain
WHEN NEW.body IS NULL
    OR NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM chain)
    OR NEW.prev <> coalesce((SELECT hash FROM chain WHERE seq = NEW.seq - 1), zeroblob(32))
BEGIN
    SELECT RAISE(ABORT, 'the ledger is only ever added to');
END;

-- One change is possible: a body goes, and nothing else moves.
CREATE TRIGGER chain_no_update BEFORE UPDATE ON chain
WHEN NOT (
    NEW.body IS NULL AND NEW.salt IS NULL
    AND NEW.seq = OLD.seq AND NEW.at = OLD.at AND NEW.kind = OLD.kind
    AND NEW.sum = OLD.sum AND NEW.prev = OLD.prev AND NEW.hash = OLD.hash
)
BEGIN
    SELECT RAISE(ABORT, 'an entry of the ledger is never changed');
END;

CREATE TRIGGER chain_no_delete BEFORE DELETE ON chain
BEGIN
    SELECT RAISE(ABORT, 'an entry of the ledger is never deleted');
END;
