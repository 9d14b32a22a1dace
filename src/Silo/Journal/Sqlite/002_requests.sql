-- Requests that carried a key and succeeded, so that the same is not done twice. Each is written with the append that it asked for.
-- number counts the rows of a scope in the order of their writing: the oldest go first.
CREATE TABLE requests (
    scope  TEXT    NOT NULL,
    key    TEXT    NOT NULL,
    number INTEGER NOT NULL,
    digest TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    json   BLOB    NOT NULL,
    PRIMARY KEY (scope, key)
) WITHOUT ROWID;

CREATE UNIQUE INDEX requests_in_order ON requests (scope, number);
CREATE INDEX requests_by_time ON requests (at);

PRAGMA user_version = 2;
