-- The summary that a group keeps pinned in its chat: what it should say, and what the chat has taken. One row a group.

CREATE TABLE summary (
    -- The name of the group in people.toml.
    person   TEXT    NOT NULL PRIMARY KEY,
    -- The words as they should be, as JSON. NULL: not known until the next look.
    wanted   TEXT    CHECK (wanted IS NULL OR json_valid(wanted)),
    -- A hash of the chat the message stands in, and its id there. NULL: there is none.
    chat     TEXT,
    receipt  TEXT,
    -- SHA-256 of the words that the chat took last.
    shown    TEXT,
    -- pinned; refused: the bot may not, and tries again with the next change. NULL: still to be pinned.
    pin      TEXT    CHECK (pin IN ('pinned', 'refused')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Not before this moment. A claim moves it past its lease.
    next_try INTEGER NOT NULL,
    CHECK ((receipt IS NULL) = (chat IS NULL))
) STRICT, WITHOUT ROWID;
