-- Who supervised whom. Each row is written with the events that it is about. number counts 1… in a contact centre: its readers shall not
-- learn how much happens in others. agent and chat are empty where there is none.
CREATE TABLE audit (
    center     TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    supervisor TEXT    NOT NULL,
    agent      TEXT    NOT NULL,
    chat       TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    json       BLOB    NOT NULL,
    PRIMARY KEY (center, number)
) WITHOUT ROWID;

CREATE INDEX audit_of_supervisor ON audit (center, supervisor, number);
CREATE INDEX audit_of_agent ON audit (center, agent, number);
CREATE INDEX audit_of_chat ON audit (center, chat, number);

PRAGMA user_version = 3;
