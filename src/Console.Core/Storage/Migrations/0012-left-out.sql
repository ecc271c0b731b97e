-- Time that people leave out of an error budget, with the reason. A row is never changed but for its withdrawal, and never deleted before its time.
--@all
CREATE TABLE slo_left_out (
    id TEXT NOT NULL PRIMARY KEY,
    system TEXT NOT NULL,
    objective TEXT NOT NULL,
    from_at $int NOT NULL,
    to_at $int NOT NULL,
    made_at $int NOT NULL,
    withdrawn_at $int,
    body TEXT NOT NULL
) $strict;
CREATE INDEX slo_left_out_of ON slo_left_out (system, objective, to_at);
