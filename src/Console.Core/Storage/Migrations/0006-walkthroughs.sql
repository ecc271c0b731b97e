-- Walkthroughs: a runbook opened for an alert or incident, what became of its steps, and everything that happened on it. What came from outside
-- stands in JSON, where every text can be kept.
--@all
CREATE TABLE runbook_texts (
    hash TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL,
    used_at $int NOT NULL
) $strict;
CREATE TABLE walkthroughs (
    id TEXT NOT NULL PRIMARY KEY,
    version $int NOT NULL,
    affair TEXT,
    alert TEXT,
    runbook TEXT NOT NULL,
    system TEXT,
    text_hash TEXT NOT NULL REFERENCES runbook_texts (hash),
    started_at $int NOT NULL,
    changed_at $int NOT NULL,
    body TEXT NOT NULL,
    current TEXT,
    steps TEXT NOT NULL,
    ended_at $int,
    outcome TEXT,
    ending TEXT
) $strict;
-- Who starts the same runbook for the same alert at once comes together, over all replicas.
CREATE UNIQUE INDEX walkthroughs_one_open ON walkthroughs (affair, runbook) WHERE ended_at IS NULL AND affair IS NOT NULL;
CREATE INDEX walkthroughs_open ON walkthroughs (id) WHERE ended_at IS NULL;
CREATE INDEX walkthroughs_alert ON walkthroughs (alert, id) WHERE alert IS NOT NULL;
CREATE INDEX walkthroughs_runbook ON walkthroughs (runbook, id);
CREATE INDEX walkthroughs_system ON walkthroughs (system, id);
CREATE INDEX walkthroughs_ended ON walkthroughs (ended_at);
CREATE INDEX walkthroughs_text ON walkthroughs (text_hash);
-- One row for each version: the order of what happened is the order of the versions.
CREATE TABLE walk_events (
    walkthrough TEXT NOT NULL REFERENCES walkthroughs (id) ON DELETE CASCADE,
    version $int NOT NULL,
    at $int NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (walkthrough, version)
) $strict;
-- What people wrote, kept and linked: it is only added to.
CREATE TABLE walk_entries (
    walkthrough TEXT NOT NULL REFERENCES walkthroughs (id) ON DELETE CASCADE,
    version $int NOT NULL,
    number $int NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (walkthrough, version, number)
) $strict;
CREATE INDEX walk_entries_kind ON walk_entries (kind, walkthrough);
-- A text goes with the last walkthrough that began with it.
--@sqlite
CREATE TRIGGER walkthroughs_forget_text AFTER DELETE ON walkthroughs
BEGIN DELETE FROM runbook_texts WHERE hash = OLD.text_hash AND NOT EXISTS (SELECT 1 FROM walkthroughs WHERE text_hash = OLD.text_hash); END;
--@postgresql
CREATE FUNCTION walkthroughs_forget_text() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM runbook_texts WHERE hash = OLD.text_hash AND NOT EXISTS (SELECT 1 FROM walkthroughs WHERE text_hash = OLD.text_hash);
    RETURN NULL;
END $$;
CREATE TRIGGER walkthroughs_forget_text AFTER DELETE ON walkthroughs FOR EACH ROW EXECUTE FUNCTION walkthroughs_forget_text();
