-- What would a silence have held back? Alerts are looked through by their name where it is known, else the newest first.
--@all
CREATE INDEX alerts_seen_name ON alerts_seen (name, at);
CREATE INDEX alerts_seen_at ON alerts_seen (at);
