-- Who had which alert, and how each person likes the console. What came from outside stands in JSON, where every text can be kept.
--@all
CREATE TABLE acknowledgements (
    id TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    -- Since when the alert fired: what tells this firing from the next.
    starts_at $int NOT NULL,
    system TEXT,
    subject TEXT NOT NULL,
    at $int NOT NULL,
    expires_at $int NOT NULL,
    body TEXT NOT NULL,
    ended_at $int,
    ended TEXT,
    ended_by TEXT
) $strict;
-- An alert has one owner at a time, over all replicas.
CREATE UNIQUE INDEX acknowledgements_one_open ON acknowledgements (fingerprint) WHERE ended_at IS NULL;
CREATE INDEX acknowledgements_alert ON acknowledgements (fingerprint, id);
CREATE INDEX acknowledgements_ended ON acknowledgements (ended_at);
CREATE TABLE preferences (
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    changed_at $int NOT NULL,
    PRIMARY KEY (subject, name)
) $strict;
CREATE TABLE saved_filters (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    -- As it is compared: two names that differ in case alone are the same.
    name_key TEXT NOT NULL,
    place $int NOT NULL,
    body TEXT NOT NULL,
    changed_at $int NOT NULL
) $strict;
CREATE UNIQUE INDEX saved_filters_name ON saved_filters (subject, name_key);
