-- Incidents: what they are now, everything that happened on them, what belongs to them, and the reviews afterwards. What people wrote and what came from
-- outside stands in JSON, where every text can be kept.
--@all
CREATE TABLE incidents (
    id TEXT NOT NULL PRIMARY KEY,
    -- The number of its newest event.
    version $int NOT NULL,
    state TEXT NOT NULL,
    opened_at $int NOT NULL,
    changed_at $int NOT NULL,
    ended_at $int,
    -- What its alerts were worth; null while it goes on, and for one that was merged.
    verdict TEXT,
    body TEXT NOT NULL,
    -- From when on its age counts: null while it goes on, and while a promise of its review is open.
    over_at $int
) $strict;
CREATE INDEX incidents_open ON incidents (id) WHERE ended_at IS NULL;
CREATE INDEX incidents_opened ON incidents (opened_at);
CREATE INDEX incidents_ended ON incidents (ended_at);
CREATE INDEX incidents_over ON incidents (over_at);
CREATE TABLE incident_systems (
    system TEXT NOT NULL,
    incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    PRIMARY KEY (system, incident)
) $strict;
CREATE INDEX incident_systems_incident ON incident_systems (incident);
-- To be found by: which incidents an alert, a walkthrough, an action or a silence belongs to.
CREATE TABLE incident_links (
    kind TEXT NOT NULL,
    target TEXT NOT NULL,
    incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    PRIMARY KEY (kind, target, incident)
) $strict;
CREATE INDEX incident_links_incident ON incident_links (incident);
-- One row for each version: the order of what happened is the order of the versions.
CREATE TABLE incident_events (
    incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    number $int NOT NULL,
    at $int NOT NULL,
    written_at $int NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (incident, number)
) $strict;
-- A review is the newest text of each of its sections; the earlier ones stay.
CREATE TABLE review_texts (
    incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    section TEXT NOT NULL,
    version $int NOT NULL,
    at $int NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (incident, section, version)
) $strict;
-- What was promised in a review.
CREATE TABLE review_items (
    id TEXT NOT NULL PRIMARY KEY,
    incident TEXT NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
    version $int NOT NULL,
    due TEXT NOT NULL,
    closed_at $int,
    body TEXT NOT NULL
) $strict;
CREATE INDEX review_items_incident ON review_items (incident);
CREATE INDEX review_items_open ON review_items (due) WHERE closed_at IS NULL;
