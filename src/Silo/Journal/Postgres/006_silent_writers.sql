-- Removes the rows of processes that have not written for a day: most are dead. One that lives gets its row again with its next commit, and needs what
-- the row says for seconds only. Each process calls it when it starts.
CREATE FUNCTION forget_writers() RETURNS void
LANGUAGE sql AS $$
    WITH silent AS (SELECT writer FROM writers WHERE seen < now() - interval '1 day' FOR UPDATE SKIP LOCKED),
    gone AS (DELETE FROM writers USING silent WHERE writers.writer = silent.writer)
    DELETE FROM refused USING silent WHERE refused.writer = silent.writer;
$$;
