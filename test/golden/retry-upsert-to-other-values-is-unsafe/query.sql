-- name: count
INSERT INTO users (email, state, seen) VALUES (:email, :state, 1)
ON CONFLICT (email) DO UPDATE SET seen = seen + 1;

-- name: again
INSERT INTO users (email, state, seen) VALUES (:email, 'new', 1)
ON CONFLICT (email) DO UPDATE SET state = 'known';

-- name: touch
INSERT INTO users (email, state, seen) VALUES (:email, :state, unixepoch())
ON CONFLICT (email) DO UPDATE SET seen = excluded.seen;

-- name: saveNewer
INSERT INTO users (email, state, seen) VALUES (:email, :state, :now)
ON CONFLICT (email) DO UPDATE SET state = excluded.state WHERE excluded.seen > users.seen
RETURNING id;
