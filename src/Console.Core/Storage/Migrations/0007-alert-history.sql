-- What alerts did: Alertmanager keeps none of it. A transition is a row that never changes; what an alert looked like is kept once, as last seen.
--@all
CREATE TABLE alert_transitions (
    fingerprint TEXT NOT NULL,
    -- Of one alert each is later than the one before: so the same transition told twice is one row.
    at $int NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    -- Empty when no system claims it.
    system TEXT NOT NULL,
    name TEXT NOT NULL,
    severity TEXT NOT NULL,
    starts_at $int NOT NULL,
    -- 1: it happened while nobody watched; its time is when it was noticed.
    away $int NOT NULL,
    PRIMARY KEY (fingerprint, at)
) $strict;
CREATE INDEX alert_transitions_name ON alert_transitions (system, name, at);
CREATE INDEX alert_transitions_at ON alert_transitions (at);
-- Labels are the fingerprint's own, and stand here once; what came from outside stands in JSON, where every text can be kept.
CREATE TABLE alerts_seen (
    fingerprint TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL,
    at $int NOT NULL,
    system TEXT NOT NULL,
    name TEXT NOT NULL,
    severity TEXT NOT NULL,
    starts_at $int NOT NULL,
    away $int NOT NULL,
    ended_at $int,
    body TEXT NOT NULL
) $strict;
CREATE INDEX alerts_seen_open ON alerts_seen (fingerprint) WHERE ended_at IS NULL;
CREATE INDEX alerts_seen_ended ON alerts_seen (ended_at);
-- One row: up to when alerts were watched.
CREATE TABLE alert_watch (
    id $int NOT NULL PRIMARY KEY,
    seen_at $int NOT NULL
) $strict;
