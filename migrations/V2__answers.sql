-- Answers of people: what can be answered, who answered what, the codes in mails, and what follows from an answer.

-- What can be answered: a deadline in one revision, or the level of a case.
CREATE TABLE matter (
    id       INTEGER PRIMARY KEY,
    case_id  TEXT    NOT NULL,
    -- The deadline (`rule/trigger`), or `risk`.
    subject  TEXT    NOT NULL,
    -- A deadline that moved, or a level with a new reason, is to be answered anew.
    revision INTEGER NOT NULL,
    -- When what it is about ends; NULL: no end is known.
    ends_at  INTEGER,
    severity INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 2),
    UNIQUE (case_id, subject, revision)
) STRICT;

-- Which letters speak of which matters.
CREATE TABLE letter_matter (
    letter INTEGER NOT NULL REFERENCES letter (id) ON DELETE CASCADE,
    matter INTEGER NOT NULL REFERENCES matter (id) ON DELETE CASCADE,
    PRIMARY KEY (letter, matter)
) STRICT, WITHOUT ROWID;

CREATE INDEX letter_of_matter ON letter_matter (matter);

-- Every answer, only ever added to.
CREATE TABLE answer (
    id     INTEGER PRIMARY KEY,
    matter INTEGER NOT NULL REFERENCES matter (id) ON DELETE CASCADE,
    act    TEXT    NOT NULL CHECK (act IN ('taken', 'snoozed')),
    -- The name in people.toml, and what they were then.
    person TEXT    NOT NULL,
    who    TEXT    NOT NULL CHECK (who IN ('lawyer', 'coordinator', 'admin', 'advocacy', 'chat')),
    -- Who entered it: the same, or a coordinator who was told the code of a mail.
    entered_by TEXT NOT NULL,
    via    TEXT    NOT NULL CHECK (via IN ('telegram', 'code', 'link', 'command-line', 'board')),
    at     INTEGER NOT NULL,
    -- Snoozed until then.
    until  INTEGER,
    -- The letter that was answered, when it was one. It may be erased; the answer stays as it is.
    letter INTEGER,
    CHECK ((act = 'snoozed') = (until IS NOT NULL))
) STRICT;

CREATE INDEX answer_of_matter ON answer (matter);

CREATE TRIGGER answer_stays BEFORE UPDATE ON answer
BEGIN
    SELECT RAISE(ABORT, 'an answer is never changed');
END;

-- The short code in a mail by which it can be answered.
CREATE TABLE answer_code (
    code   TEXT    NOT NULL PRIMARY KEY,
    letter INTEGER NOT NULL UNIQUE REFERENCES letter (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- New words for a chat message that was sent: who has it, and since when. One row a message.
CREATE TABLE edit (
    letter     INTEGER NOT NULL PRIMARY KEY REFERENCES letter (id) ON DELETE CASCADE,
    message    TEXT    NOT NULL CHECK (json_valid(message)),
    owed_at    INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_try   INTEGER NOT NULL,
    -- NULL: still owed.
    settled_at INTEGER
) STRICT;

CREATE INDEX edit_due ON edit (next_try) WHERE settled_at IS NULL;

-- Addresses that were refused for good. Forgotten when the address changes or something arrives there again.
CREATE TABLE refused_contact (
    person  TEXT    NOT NULL,
    channel TEXT    NOT NULL CHECK (channel IN ('email', 'telegram')),
    -- A hash: enough to see that the address is another one now.
    address TEXT    NOT NULL,
    why     TEXT    NOT NULL,
    since   INTEGER NOT NULL,
    PRIMARY KEY (person, channel)
) STRICT, WITHOUT ROWID;

-- Chats that asked to be left alone for a while.
CREATE TABLE wait (
    person  TEXT    NOT NULL,
    channel TEXT    NOT NULL CHECK (channel IN ('email', 'telegram')),
    until   INTEGER NOT NULL,
    PRIMARY KEY (person, channel)
) STRICT, WITHOUT ROWID;

-- How a letter ended that was not sent; NULL: the other side refused it, or it was given up.
ALTER TABLE letter ADD COLUMN ended TEXT CHECK (ended IN ('withdrawn', 'poison'));
