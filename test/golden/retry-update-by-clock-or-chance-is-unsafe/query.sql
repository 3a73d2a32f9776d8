-- name: touch
UPDATE users SET seen = unixepoch() WHERE id = :id;

-- name: stamp
UPDATE users SET state = CURRENT_TIMESTAMP WHERE id = :id;

-- name: shuffle
UPDATE users SET seen = random() WHERE id = :id;

-- name: fromOther
UPDATE users SET seen = (SELECT max(other.seen) FROM users AS other) WHERE id = :id;
