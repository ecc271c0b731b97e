-- Maintenance windows, and what was done about their occurrences. What people wrote stands in JSON, where every text can be kept.
--@all
CREATE TABLE maintenance_windows (
    id TEXT NOT NULL PRIMARY KEY,
    version $int NOT NULL,
    body TEXT NOT NULL,
    -- 0: switched off; it is kept, and does not run.
    is_on $int NOT NULL,
    made_at $int NOT NULL,
    changed_at $int NOT NULL,
    deleted_at $int,
    -- From when on nobody needs it: the end of one that runs once, or when it was deleted; null for one that comes again.
    over_at $int
) $strict;
CREATE INDEX maintenance_windows_over ON maintenance_windows (over_at);
-- One row for each occurrence, whoever sets it up: so an occurrence is intended once.
CREATE TABLE maintenance_runs (
    maintenance TEXT NOT NULL REFERENCES maintenance_windows (id) ON DELETE CASCADE,
    starts_at $int NOT NULL,
    ends_at $int NOT NULL,
    version $int NOT NULL,
    state TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (maintenance, starts_at)
) $strict;
CREATE INDEX maintenance_runs_open ON maintenance_runs (starts_at) WHERE state IN ('Intended', 'Set', 'Ending');
CREATE INDEX maintenance_runs_ends ON maintenance_runs (ends_at);
-- One row: up to when the windows were looked after.
CREATE TABLE maintenance_watch (
    id $int NOT NULL PRIMARY KEY,
    seen_at $int NOT NULL
) $strict;
