-- Alerts that were sent to see where they go: kept until they are taken back, also over a restart. What people typed stands in JSON, where every text can be kept.
--@all
CREATE TABLE test_alerts (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    sent_at $int NOT NULL,
    ends_at $int NOT NULL,
    ended_at $int,
    ending TEXT,
    body TEXT NOT NULL
) $strict;
-- One at a time for a person, over all replicas.
CREATE UNIQUE INDEX test_alerts_one_open ON test_alerts (subject) WHERE ended_at IS NULL;
CREATE INDEX test_alerts_due ON test_alerts (ends_at) WHERE ended_at IS NULL;
CREATE INDEX test_alerts_sent ON test_alerts (subject, sent_at);
CREATE INDEX test_alerts_ended ON test_alerts (ended_at);
-- Wallboards. A token opens one of them and nothing else; only its hash is here.
CREATE TABLE walls (
    name TEXT NOT NULL PRIMARY KEY,
    made_at $int NOT NULL,
    token_hash TEXT,
    token_at $int,
    used_at $int,
    body TEXT NOT NULL
) $strict;
