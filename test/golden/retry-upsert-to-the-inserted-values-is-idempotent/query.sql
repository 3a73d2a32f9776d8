-- name: save
INSERT INTO users (email, state, seen) VALUES (:email, :state, :now)
ON CONFLICT (email) DO UPDATE SET state = excluded.state, seen = :now
RETURNING id, state;

-- name: saveNewer
INSERT INTO users (email, state, seen) VALUES (:email, :state, :now)
ON CONFLICT (email) DO UPDATE SET state = excluded.state WHERE excluded.seen > users.seen;
