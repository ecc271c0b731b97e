-- The audit: a chain of entries that is appended to and nothing else. docs/audit-format.md tells what the hashes cover.
--@all
CREATE TABLE audit_seals (
    through       $int PRIMARY KEY,
    hash          TEXT NOT NULL,
    export_sha256 TEXT NOT NULL,
    at            $int NOT NULL
) $strict;

--@sqlite
CREATE TABLE audit_entries (
    sequence      INTEGER PRIMARY KEY,
    at            INTEGER NOT NULL,
    subject       TEXT NOT NULL,
    name          TEXT NOT NULL,
    action        TEXT NOT NULL,
    stage         TEXT NOT NULL,
    system        TEXT,
    target        TEXT,
    correlation   TEXT NOT NULL,
    body          TEXT NOT NULL,
    key_id        TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL
) STRICT;

-- What is searched for: words and fields of an entry, each with the number of its block of 8192 entries in front, so that any search goes
-- from block to block, newest first, and stops when a page is full. The program writes it; ascii: the words are cut and folded already.
CREATE VIRTUAL TABLE audit_terms USING fts5(terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END;

CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
WHEN OLD.sequence > (SELECT COALESCE(MAX(through), 0) FROM audit_seals)
BEGIN SELECT RAISE(ABORT, 'the audit is append only: only what was exported and sealed may go'); END;

CREATE TRIGGER audit_entries_forget AFTER DELETE ON audit_entries BEGIN DELETE FROM audit_terms WHERE rowid = OLD.sequence; END;

-- INSERT OR REPLACE deletes without firing the trigger above: so an insert must continue the chain, and nothing but the key is unique.
CREATE TRIGGER audit_entries_continue BEFORE INSERT ON audit_entries
WHEN NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM audit_entries)
    OR NEW.previous_hash IS NOT COALESCE((SELECT hash FROM audit_entries ORDER BY sequence DESC LIMIT 1), '')
BEGIN SELECT RAISE(ABORT, 'an audit entry must continue the chain'); END;

CREATE TRIGGER audit_seals_no_update BEFORE UPDATE ON audit_seals BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END;
CREATE TRIGGER audit_seals_no_delete BEFORE DELETE ON audit_seals BEGIN SELECT RAISE(ABORT, 'the audit is append only'); END;
CREATE TRIGGER audit_seals_continue BEFORE INSERT ON audit_seals
WHEN NEW.through <= (SELECT COALESCE(MAX(through), 0) FROM audit_seals)
    OR NEW.through >= (SELECT COALESCE(MAX(sequence), 0) FROM audit_entries)
    OR NEW.hash IS NOT (SELECT hash FROM audit_entries WHERE sequence = NEW.through)
BEGIN SELECT RAISE(ABORT, 'a seal must name an entry, and not the last'); END;

--@postgresql
CREATE TABLE audit_entries (
    sequence      BIGINT PRIMARY KEY,
    at            BIGINT NOT NULL,
    subject       TEXT NOT NULL,
    name          TEXT NOT NULL,
    action        TEXT NOT NULL,
    stage         TEXT NOT NULL,
    system        TEXT,
    target        TEXT,
    correlation   TEXT NOT NULL,
    body          TEXT NOT NULL,
    key_id        TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash          TEXT NOT NULL,
    -- What is searched for: words and fields, each with the number of its block of 8192 entries in front, so that any search goes from block
    -- to block, newest first, and stops when a page is full.
    terms         TSVECTOR NOT NULL
);

-- No fast update: its pending list would be read through by every search.
CREATE INDEX audit_entries_terms ON audit_entries USING gin (terms) WITH (fastupdate = off);

CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append only';
END $$;

CREATE FUNCTION audit_refuse_unsealed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.sequence > (SELECT COALESCE(MAX(through), 0) FROM audit_seals) THEN
        RAISE EXCEPTION 'the audit is append only: only what was exported and sealed may go';
    END IF;
    RETURN OLD;
END $$;

CREATE FUNCTION audit_continue() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    tail RECORD;
BEGIN
    SELECT sequence, hash INTO tail FROM audit_entries ORDER BY sequence DESC LIMIT 1;
    IF NEW.sequence <> COALESCE(tail.sequence, 0) + 1 OR NEW.previous_hash <> COALESCE(tail.hash, '') THEN
        RAISE EXCEPTION 'an audit entry must continue the chain';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION audit_seals_continue() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.through <= (SELECT COALESCE(MAX(through), 0) FROM audit_seals)
        OR NEW.through >= (SELECT COALESCE(MAX(sequence), 0) FROM audit_entries)
        OR NEW.hash IS DISTINCT FROM (SELECT hash FROM audit_entries WHERE sequence = NEW.through) THEN
        RAISE EXCEPTION 'a seal must name an entry, and not the last';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER audit_entries_continue BEFORE INSERT ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_continue();
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_refuse_unsealed();
CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seals_continue BEFORE INSERT ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_seals_continue();
CREATE TRIGGER audit_seals_no_change BEFORE UPDATE OR DELETE ON audit_seals FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_seals_no_truncate BEFORE TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse();

-- The newest entries with all terms ('#' stands for the block). The planner can't guess how many entries hold a term of one block; left to
-- itself it reads the whole table now and then. So the ways that can be slow are closed to it, and "+ 0" keeps it off the primary key.
CREATE FUNCTION audit_search(wanted TEXT, newest BIGINT, oldest BIGINT, take BIGINT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE SET enable_seqscan = off SET enable_indexscan = off SET jit = off AS $$
DECLARE
    found_here BIGINT;
BEGIN
    FOR block IN REVERSE (newest / 8192)::INT .. (oldest / 8192)::INT LOOP
        RETURN QUERY SELECT e.sequence FROM audit_entries e
            WHERE e.terms @@ replace(wanted, '#', block::TEXT)::tsquery AND e.sequence + 0 <= newest AND e.sequence + 0 >= oldest
            ORDER BY e.sequence DESC LIMIT take;
        GET DIAGNOSTICS found_here = ROW_COUNT;
        take := take - found_here;
        EXIT WHEN take <= 0;
    END LOOP;
END $$;

--@all
-- Time only goes forward along the chain: a time is a place.
CREATE INDEX audit_entries_at ON audit_entries (at, sequence);
