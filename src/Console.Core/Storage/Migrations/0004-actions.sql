-- Guarded actions: what was confirmed and how far it is, what happened to it, change freezes, and broken glasses that somebody must look at.
--@all
CREATE TABLE actions (
    id TEXT NOT NULL PRIMARY KEY,
    version $int NOT NULL,
    kind TEXT NOT NULL,
    system TEXT NOT NULL,
    target_key TEXT NOT NULL,
    subject TEXT NOT NULL,
    idempotency_key TEXT,
    broke_glass $int NOT NULL,
    at $int NOT NULL,
    confirmed TEXT NOT NULL,
    state TEXT NOT NULL,
    lapses_at $int,
    approval TEXT,
    replica TEXT,
    intent_at $int,
    outcome TEXT,
    says TEXT,
    ended_at $int,
    undo_of TEXT,
    undo_request TEXT,
    undone_by TEXT
) $strict;
-- One action at a time on a target, over all replicas.
CREATE UNIQUE INDEX actions_one_running ON actions (target_key) WHERE state = 'Running';
-- The same key from the same person is the same request.
CREATE UNIQUE INDEX actions_once ON actions (subject, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX actions_open ON actions (id) WHERE ended_at IS NULL;
CREATE INDEX actions_target ON actions (target_key, kind, ended_at);
CREATE INDEX actions_system ON actions (system, id);
CREATE INDEX actions_ended ON actions (ended_at);
CREATE INDEX actions_undo ON actions (undo_of) WHERE undo_of IS NOT NULL;
CREATE INDEX actions_broken ON actions (subject, kind, system, at) WHERE broke_glass = 1;
CREATE TABLE action_steps (
    action TEXT NOT NULL REFERENCES actions (id) ON DELETE CASCADE,
    number $int NOT NULL,
    stage TEXT NOT NULL,
    at $int NOT NULL,
    mark TEXT NOT NULL,
    says TEXT NOT NULL,
    PRIMARY KEY (action, number)
) $strict;
CREATE TABLE freezes (
    id TEXT NOT NULL PRIMARY KEY,
    system TEXT NOT NULL,
    begins_at $int NOT NULL,
    ends_at $int NOT NULL,
    reason TEXT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    ended_at $int
) $strict;
CREATE INDEX freezes_ends ON freezes (ends_at);
CREATE TABLE reviews (
    id TEXT NOT NULL PRIMARY KEY,
    system TEXT NOT NULL,
    subject TEXT NOT NULL,
    opened_at $int NOT NULL,
    skipped TEXT NOT NULL,
    closed_at $int,
    closed_by TEXT,
    words TEXT
) $strict;
CREATE INDEX reviews_closed ON reviews (closed_at);
