-- What an event records, where that can be named: it is recorded once, however often somebody tries.

ALTER TABLE events ADD COLUMN event_key TEXT;

CREATE UNIQUE INDEX events_by_key ON events (workflow_id, event_key) WHERE event_key IS NOT NULL;
