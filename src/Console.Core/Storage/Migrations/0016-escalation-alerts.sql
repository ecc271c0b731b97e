-- Which alerts people were told of: an incident finds by its alerts what was told of them. An escalation from before this has none, and is found by nobody.
--@all
CREATE TABLE escalation_alerts (
    alert TEXT NOT NULL,
    escalation TEXT NOT NULL REFERENCES escalations (id) ON DELETE CASCADE,
    PRIMARY KEY (alert, escalation)
) $strict;
CREATE INDEX escalation_alerts_of ON escalation_alerts (escalation);
