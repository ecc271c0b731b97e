-- What the store itself keeps: locks, the keys of cookies, and which files were seen.
--@all
CREATE TABLE locks (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    token $int NOT NULL,
    since $int NOT NULL,
    until $int NOT NULL
) $strict;

CREATE TABLE data_protection_keys (
    name TEXT PRIMARY KEY,
    xml TEXT NOT NULL,
    stored_at $int NOT NULL
) $strict;

CREATE TABLE known_files (
    name TEXT PRIMARY KEY,
    hash TEXT NOT NULL,
    seen_at $int NOT NULL
) $strict;
