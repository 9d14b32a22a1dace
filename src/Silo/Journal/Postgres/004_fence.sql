-- What a writer sent can lie unread at the database when its connection is long gone, and be read later. So whoever asks what became of a commit
-- raises the writer's fence to its number first: what is not begun by then never is.
ALTER TABLE writers ADD COLUMN fence bigint NOT NULL DEFAULT 0;

-- The row of a writer that was silent for long may be gone (forget_writers), and is made again.
CREATE OR REPLACE FUNCTION begin_commit(p_writer uuid, p_number bigint) RETURNS integer
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO writers AS w (writer, last_commit, seen) VALUES (p_writer, p_number, now())
    ON CONFLICT (writer) DO UPDATE SET last_commit = excluded.last_commit, seen = excluded.seen
    WHERE greatest(w.last_commit, w.fence) < excluded.last_commit;
    IF NOT FOUND THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = 'Commit ' || p_number || ' comes too late.';
    END IF;
    DELETE FROM refused WHERE writer = p_writer;
    RETURN 0;
END $$;

-- The writer's last commit, once a commit of that number is over or can no longer begin. May be asked again: the fence is not what it answers.
CREATE FUNCTION fence_commit(p_writer uuid, p_number bigint) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_last bigint;
BEGIN
    -- Waits until the transaction that has changed the row is over, and finds what it left.
    INSERT INTO writers AS w (writer, last_commit, fence, seen) VALUES (p_writer, 0, p_number, now())
    ON CONFLICT (writer) DO UPDATE SET fence = greatest(w.fence, excluded.fence), seen = excluded.seen
    RETURNING w.last_commit INTO v_last;
    RETURN v_last;
END $$;
