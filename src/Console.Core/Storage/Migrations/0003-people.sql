-- Who is signed in, with which tokens they come, who was seen, and who tried in vain. No password and no token in the clear is here.
--@all
CREATE TABLE sessions (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    groups TEXT NOT NULL,
    method TEXT NOT NULL,
    address TEXT,
    agent TEXT,
    created_at $int NOT NULL,
    active_at $int NOT NULL,
    confirmed_at $int NOT NULL,
    asked_at $int NOT NULL,
    ends_at $int NOT NULL,
    idle_limit $int NOT NULL,
    ended_at $int,
    ended_why TEXT,
    ended_words TEXT,
    secrets $blob
) $strict;
CREATE INDEX sessions_subject ON sessions (subject, created_at);
CREATE INDEX sessions_ended ON sessions (ended_at);
CREATE TABLE people (
    subject TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    groups TEXT NOT NULL,
    method TEXT NOT NULL,
    seen_at $int NOT NULL
) $strict;
CREATE TABLE tokens (
    id TEXT NOT NULL PRIMARY KEY,
    subject TEXT NOT NULL,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    hash TEXT NOT NULL,
    made_at $int NOT NULL,
    expires_at $int NOT NULL,
    used_at $int,
    recorded_at $int,
    revoked_at $int,
    revoked_by TEXT
) $strict;
CREATE INDEX tokens_subject ON tokens (subject, made_at);
CREATE TABLE sign_in_failures (
    id TEXT NOT NULL PRIMARY KEY,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    at $int NOT NULL
) $strict;
CREATE INDEX sign_in_failures_who ON sign_in_failures (who, at);
CREATE INDEX sign_in_failures_address ON sign_in_failures (address, at);
