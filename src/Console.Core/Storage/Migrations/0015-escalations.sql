-- What people are told of alerts that nobody acknowledges. What came from outside stands in JSON, where every text can be kept.
--@all
CREATE TABLE escalations (
    id TEXT NOT NULL PRIMARY KEY,
    -- What tells one matter from another.
    matter TEXT NOT NULL,
    system TEXT,
    version $int NOT NULL,
    state TEXT NOT NULL,
    began_at $int NOT NULL,
    seen_at $int NOT NULL,
    ended_at $int,
    body TEXT NOT NULL
) $strict;
-- A matter is told of once at a time, over all replicas.
CREATE UNIQUE INDEX escalations_one_open ON escalations (matter) WHERE ended_at IS NULL;
CREATE INDEX escalations_ended ON escalations (ended_at);
-- One row for each page to one place: on record before it is sent, so that after a crash it is sent again under the same name, and no other.
CREATE TABLE escalation_notices (
    id TEXT NOT NULL PRIMARY KEY,
    escalation TEXT NOT NULL REFERENCES escalations (id) ON DELETE CASCADE,
    state TEXT NOT NULL,
    intended_at $int NOT NULL,
    done_at $int,
    body TEXT NOT NULL
) $strict;
CREATE INDEX escalation_notices_of ON escalation_notices (escalation, intended_at);
CREATE INDEX escalation_notices_open ON escalation_notices (escalation) WHERE state = 'Intended';
