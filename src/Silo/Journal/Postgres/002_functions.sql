-- What a writer does to rows, each in one call, so that a commit of many needs one round trip. They answer 0: written, 1: the row is not where the
-- caller believed, 2: the request's key is taken. With 1 and 2 nothing of the call was written, and the answer is kept until the writer's next commit.

CREATE FUNCTION begin_commit(p_writer uuid, p_number bigint) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE writers SET last_commit = p_number, seen = now() WHERE writer = p_writer;
    DELETE FROM refused WHERE writer = p_writer;
    RETURN 0;
END $$;

CREATE FUNCTION refuse(p_writer uuid, p_place integer, p_code integer) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO refused (writer, place, code) VALUES (p_writer, p_place, p_code);
    RETURN p_code;
END $$;

CREATE FUNCTION append_events(
    p_writer uuid, p_place integer,
    p_stream text, p_expected bigint, p_due bigint, p_names text[], p_jsons bytea[],
    p_scope text, p_key text, p_digest text, p_at bigint, p_answer bytea, p_forgotten bigint, p_rows_max integer,
    p_centers text[], p_supervisors text[], p_agents text[], p_chats text[], p_times bigint[], p_records bytea[]) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
    v_number bigint;
BEGIN
    IF p_expected = 0 THEN
        PERFORM 1 FROM streams WHERE stream = p_stream;
        IF FOUND THEN RETURN refuse(p_writer, p_place, 1); END IF;
    ELSE
        -- Whoever else appends waits here, and then finds another version.
        PERFORM 1 FROM streams WHERE stream = p_stream AND version = p_expected FOR UPDATE;
        IF NOT FOUND THEN RETURN refuse(p_writer, p_place, 1); END IF;
    END IF;

    IF p_scope IS NOT NULL THEN
        DELETE FROM requests WHERE scope = p_scope AND key = p_key AND at <= p_forgotten;
        PERFORM 1 FROM requests WHERE scope = p_scope AND key = p_key;
        IF FOUND THEN RETURN refuse(p_writer, p_place, 2); END IF;
    END IF;

    IF p_expected = 0 THEN
        INSERT INTO streams (stream, version, due) VALUES (p_stream, cardinality(p_names), p_due);
    ELSE
        UPDATE streams SET version = p_expected + cardinality(p_names), due = p_due WHERE stream = p_stream;
    END IF;

    INSERT INTO events (stream, version, name, json)
    SELECT p_stream, p_expected + e.place, e.name, e.json FROM unnest(p_names, p_jsons) WITH ORDINALITY AS e (name, json, place);

    IF p_scope IS NOT NULL THEN
        DELETE FROM requests WHERE (scope, key) IN (
            SELECT r.scope, r.key FROM requests r WHERE r.at <= p_forgotten ORDER BY r.at LIMIT 8 FOR UPDATE SKIP LOCKED);
        SELECT 1 + coalesce(max(number), 0) INTO v_number FROM requests WHERE scope = p_scope;
        INSERT INTO requests (scope, key, number, digest, at, json) VALUES (p_scope, p_key, v_number, p_digest, p_at, p_answer);
        DELETE FROM requests WHERE scope = p_scope AND number <= v_number - p_rows_max;
    END IF;

    FOR i IN 1 .. cardinality(p_centers) LOOP
        INSERT INTO audit_heads AS h (center, number) VALUES (p_centers[i], 1)
        ON CONFLICT (center) DO UPDATE SET number = h.number + 1 RETURNING h.number INTO v_number;
        INSERT INTO audit (center, number, supervisor, agent, chat, at, json)
        VALUES (p_centers[i], v_number, p_supervisors[i], p_agents[i], p_chats[i], p_times[i], p_records[i]);
    END LOOP;

    RETURN 0;
END $$;

CREATE FUNCTION save_session(p_writer uuid, p_place integer, p_user text, p_key text, p_epoch bigint, p_json bytea, p_expected bigint) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    IF p_expected = 0 THEN
        INSERT INTO sessions (user_id, session_key, epoch, json) VALUES (p_user, p_key, p_epoch, p_json) ON CONFLICT DO NOTHING;
    ELSE
        UPDATE sessions SET epoch = p_epoch, json = p_json WHERE user_id = p_user AND session_key = p_key AND epoch = p_expected;
    END IF;
    IF FOUND THEN RETURN 0; END IF;
    RETURN refuse(p_writer, p_place, 1);
END $$;

CREATE FUNCTION delete_session(p_writer uuid, p_place integer, p_user text, p_key text, p_epoch bigint) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM sessions WHERE user_id = p_user AND session_key = p_key AND epoch = p_epoch;
    IF FOUND THEN RETURN 0; END IF;
    PERFORM 1 FROM sessions WHERE user_id = p_user AND session_key = p_key;
    IF NOT FOUND THEN RETURN 0; END IF;
    RETURN refuse(p_writer, p_place, 1);
END $$;

-- A lazy write: what no longer fits changes no row, and what is NULL stays as it is.
CREATE FUNCTION write_lazily(
    p_stream text, p_told bigint, p_due_version bigint, p_due bigint, p_version bigint, p_name text, p_json bytea) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE streams SET told = least(p_told, version) WHERE stream = p_stream AND told < least(p_told, version);
    UPDATE streams SET due = p_due WHERE stream = p_stream AND version = p_due_version;
    IF p_version IS NOT NULL THEN
        INSERT INTO snapshots AS s (stream, version, name, json)
        SELECT p_stream, p_version, p_name, p_json FROM streams WHERE stream = p_stream AND version >= p_version
        ON CONFLICT (stream) DO UPDATE SET version = excluded.version, name = excluded.name, json = excluded.json
        WHERE excluded.version >= s.version;
    END IF;
    RETURN 0;
END $$;
