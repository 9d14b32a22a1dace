-- A journal in SQLite. Times are UTC ticks (100 ns since 0001-01-01). Text is compared by its UTF-8 bytes.

-- "OCJ1" in ASCII: a database without it is not ours.
PRAGMA application_id = 0x4F434A31;

-- What happened. One row per event; version counts 1… without gaps.
CREATE TABLE events (
    stream  TEXT    NOT NULL,
    version INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    json    BLOB    NOT NULL,
    PRIMARY KEY (stream, version)
) WITHOUT ROWID;

-- One row per stream: how many events it has, how many of them were told, when its owner must be woken.
CREATE TABLE streams (
    stream  TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    told    INTEGER NOT NULL DEFAULT 0,
    due     INTEGER
) WITHOUT ROWID;

CREATE INDEX streams_behind ON streams (stream) WHERE told < version;
CREATE INDEX streams_due ON streams (due, stream) WHERE due IS NOT NULL;

-- The newest folded state of a stream. With a rowid: a snapshot may be large, and is read by its key only.
CREATE TABLE snapshots (
    stream  TEXT    NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    name    TEXT    NOT NULL,
    json    BLOB    NOT NULL
);

CREATE TABLE sessions (
    user_id     TEXT    NOT NULL,
    session_key TEXT    NOT NULL,
    epoch       INTEGER NOT NULL,
    json        BLOB    NOT NULL,
    PRIMARY KEY (user_id, session_key)
) WITHOUT ROWID;

PRAGMA user_version = 1;
