-- What channels did not take, and how each is. A page stands in JSON, where every text can be kept.
--@all
CREATE TABLE dead_letters (
    id TEXT NOT NULL PRIMARY KEY,
    channel TEXT NOT NULL,
    -- Together they tell one page from all others, on every replica.
    dedup_key TEXT NOT NULL,
    step TEXT NOT NULL,
    at $int NOT NULL,
    last_at $int NOT NULL,
    tries $int NOT NULL,
    why TEXT NOT NULL,
    body TEXT NOT NULL,
    claimed_at $int,
    claimed_by TEXT,
    ended_at $int,
    ended TEXT
) $strict;
-- A page that is given up twice is one letter.
CREATE UNIQUE INDEX dead_letters_one_waiting ON dead_letters (channel, dedup_key, step) WHERE ended_at IS NULL;
CREATE INDEX dead_letters_waiting ON dead_letters (last_at) WHERE ended_at IS NULL;
CREATE INDEX dead_letters_at ON dead_letters (at);
CREATE TABLE channel_health (
    name TEXT NOT NULL PRIMARY KEY,
    succeeded_at $int,
    failed_at $int,
    failing_since $int,
    why TEXT
) $strict;
