-- What staywatch has to remember: what was owed to whom, what became of it, and when to look again.
-- Facts and law live in files; nothing here can change a date.
-- Instants are whole Unix seconds (INTEGER); days are TEXT YYYY-MM-DD.

-- One row a case that has been looked at.
CREATE TABLE watch (
    case_id  TEXT    NOT NULL PRIMARY KEY,
    -- The tick looks at the case when this moment has come.
    wake_at  INTEGER NOT NULL,
    -- The level people were last told.
    level    TEXT    CHECK (level IN ('none', 'watch', 'elevated', 'high', 'imminent'))
) STRICT, WITHOUT ROWID;

CREATE INDEX watch_wake ON watch (wake_at);

-- Deadlines as people were last told of them, so that a change can be told too.
CREATE TABLE told_date (
    case_id      TEXT    NOT NULL,
    subject      TEXT    NOT NULL,
    earliest     INTEGER NOT NULL,
    earliest_day TEXT    NOT NULL CHECK (earliest_day GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    zone         TEXT    NOT NULL,
    PRIMARY KEY (case_id, subject)
) STRICT, WITHOUT ROWID;

-- Every deadline as the last look found it, told or not: what a changed configuration is compared with.
CREATE TABLE docket (
    case_id  TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    earliest INTEGER NOT NULL,
    latest   INTEGER NOT NULL CHECK (earliest <= latest),
    status   TEXT    NOT NULL CHECK (status IN ('pending', 'met', 'lapsed', 'withdrawn')),
    PRIMARY KEY (case_id, subject)
) STRICT, WITHOUT ROWID;

-- One message for one person on one channel.
CREATE TABLE letter (
    id          INTEGER PRIMARY KEY,
    -- Names the message on every attempt: Message-ID and file name come from it.
    key         TEXT    NOT NULL UNIQUE,
    thread      TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    severity    INTEGER NOT NULL CHECK (severity BETWEEN 0 AND 2),
    person      TEXT    NOT NULL,
    channel     TEXT    NOT NULL CHECK (channel IN ('email', 'telegram')),
    -- The finished message as JSON.
    message     TEXT    NOT NULL CHECK (json_valid(message)),
    owed_at     INTEGER NOT NULL,
    -- After this moment sending it helps nobody; NULL: it always helps.
    moot_at     INTEGER,
    state       TEXT    NOT NULL DEFAULT 'owed' CHECK (state IN ('owed', 'sent', 'refused')),
    attempts    INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Not before this moment. A claim moves it past its lease: a crash means "again", never "lost".
    next_try    INTEGER NOT NULL,
    -- 1: an attempt may have arrived; the next one says so.
    uncertain   INTEGER NOT NULL DEFAULT 0 CHECK (uncertain IN (0, 1)),
    receipt     TEXT,
    settled_at  INTEGER,
    CHECK ((state = 'sent') = (receipt IS NOT NULL)),
    CHECK ((state = 'owed') = (settled_at IS NULL))
) STRICT;

CREATE INDEX letter_due ON letter (channel, severity DESC, next_try) WHERE state = 'owed';
CREATE INDEX letter_next ON letter (next_try) WHERE state = 'owed';

-- What has been owed, under its natural key: planning again owes nothing twice.
CREATE TABLE notice (
    case_id  TEXT    NOT NULL,
    subject  TEXT    NOT NULL,
    revision INTEGER NOT NULL,
    step     TEXT    NOT NULL,
    person   TEXT    NOT NULL,
    channel  TEXT    NOT NULL CHECK (channel IN ('email', 'telegram', 'none')),
    -- NULL: settled without a message (an old term of little weight).
    letter   INTEGER REFERENCES letter (id),
    PRIMARY KEY (case_id, subject, revision, step, person, channel),
    CHECK ((channel = 'none') = (letter IS NULL))
) STRICT, WITHOUT ROWID;

-- Every attempt, from claim to outcome. An attempt without an outcome was cut off.
CREATE TABLE attempt (
    letter  INTEGER NOT NULL REFERENCES letter (id),
    number  INTEGER NOT NULL CHECK (number > 0),
    began   INTEGER NOT NULL,
    outcome TEXT    CHECK (outcome IN ('sent', 'temporary', 'permanent', 'unknown', 'moved', 'cut-off')),
    why     TEXT,
    PRIMARY KEY (letter, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX attempt_open ON attempt (letter) WHERE outcome IS NULL;

-- The last text of each configuration file that could be used.
CREATE TABLE good_file (
    name TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Small facts about the daemon itself.
CREATE TABLE memo (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
