-- name: addOrIgnore
INSERT OR IGNORE INTO users (email)
VALUES (:email)
RETURNING id;

-- name: addOrNothing
INSERT INTO users (email)
VALUES (:email)
ON CONFLICT (email) DO NOTHING
RETURNING id;
