-- A journal in PostgreSQL, in a schema of its own. Times are UTC ticks (100 ns since 0001-01-01). Text is compared by its UTF-8 bytes: COLLATE "C".

-- What happened. One row per event; version counts 1… without gaps.
CREATE TABLE events (
    stream  text   COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    name    text   NOT NULL,
    json    bytea  NOT NULL,
    CONSTRAINT events_pkey PRIMARY KEY (stream, version)
);

-- One row per stream: how many events it has, how many of them were told, when its owner must be woken.
CREATE TABLE streams (
    stream  text   COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    told    bigint NOT NULL DEFAULT 0,
    due     bigint,
    CONSTRAINT streams_pkey PRIMARY KEY (stream)
) WITH (fillfactor = 70);

CREATE INDEX streams_behind ON streams (stream) WHERE told < version;
CREATE INDEX streams_due ON streams (due, stream) WHERE due IS NOT NULL;

-- The newest folded state of a stream.
CREATE TABLE snapshots (
    stream  text   COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    name    text   NOT NULL,
    json    bytea  NOT NULL,
    CONSTRAINT snapshots_pkey PRIMARY KEY (stream)
);

CREATE TABLE sessions (
    user_id     text   COLLATE "C" NOT NULL,
    session_key text   COLLATE "C" NOT NULL,
    epoch       bigint NOT NULL,
    json        bytea  NOT NULL,
    CONSTRAINT sessions_pkey PRIMARY KEY (user_id, session_key)
) WITH (fillfactor = 70);

-- Requests that carried a key and succeeded, so that the same is not done twice. Each is written with the append that it asked for.
-- number counts the rows of a scope in the order of their writing: the oldest go first.
CREATE TABLE requests (
    scope  text   COLLATE "C" NOT NULL,
    key    text   COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    digest text   NOT NULL,
    at     bigint NOT NULL,
    json   bytea  NOT NULL,
    CONSTRAINT requests_pkey PRIMARY KEY (scope, key),
    CONSTRAINT requests_in_order UNIQUE (scope, number)
);

CREATE INDEX requests_by_time ON requests (at);

-- Who supervised whom. Each row is written with the events that it is about. number counts 1… in a contact centre: its readers shall not
-- learn how much happens in others. agent and chat are empty where there is none.
CREATE TABLE audit (
    center     text   COLLATE "C" NOT NULL,
    number     bigint NOT NULL,
    supervisor text   COLLATE "C" NOT NULL,
    agent      text   COLLATE "C" NOT NULL,
    chat       text   COLLATE "C" NOT NULL,
    at         bigint NOT NULL,
    json       bytea  NOT NULL,
    CONSTRAINT audit_pkey PRIMARY KEY (center, number)
);

CREATE INDEX audit_of_supervisor ON audit (center, supervisor, number);
CREATE INDEX audit_of_agent ON audit (center, agent, number);
CREATE INDEX audit_of_chat ON audit (center, chat, number);

-- The last number of each contact centre. Its row is locked until the commit, so numbers become visible in their order.
CREATE TABLE audit_heads (
    center text   COLLATE "C" NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT audit_heads_pkey PRIMARY KEY (center)
) WITH (fillfactor = 70);

-- Each process that writes, and its last commit: whoever loses the connection in the midst of one reads here what became of it.
CREATE TABLE writers (
    writer      uuid   NOT NULL,
    last_commit bigint NOT NULL,
    seen        timestamptz NOT NULL,
    CONSTRAINT writers_pkey PRIMARY KEY (writer)
) WITH (fillfactor = 50);

-- What of a writer's last commit was refused, by its place in it: 1 a conflict, 2 a known request. Everything else of it was written.
CREATE TABLE refused (
    writer uuid    NOT NULL,
    place  integer NOT NULL,
    code   integer NOT NULL,
    CONSTRAINT refused_pkey PRIMARY KEY (writer, place)
);
