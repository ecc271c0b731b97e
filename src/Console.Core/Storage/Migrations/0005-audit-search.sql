-- The search goes over many blocks at a time where little is found: what is wanted names its blocks itself, and audit_search, which asked for
-- one block after the other, is not used any more. It stays: a replica of the version before may still be running.
--@postgresql
-- The newest entries that fit. Why its settings are so, and "+ 0": as in audit_search.
CREATE FUNCTION audit_find(wanted TEXT, newest BIGINT, oldest BIGINT, take BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
BEGIN
    RETURN QUERY SELECT e.sequence FROM audit_entries e
        WHERE e.terms @@ wanted::tsquery AND e.sequence + 0 <= newest AND e.sequence + 0 >= oldest
        ORDER BY e.sequence DESC LIMIT take;
END $$;
