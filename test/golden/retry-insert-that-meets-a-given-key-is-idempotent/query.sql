-- name: add
INSERT INTO users (id, email, state, seen) VALUES (:id, :email, 'new', unixepoch()) ON CONFLICT (email) DO NOTHING;

-- name: addAny
INSERT OR IGNORE INTO users (email, state) VALUES (:email, 'new');

-- name: addAll
INSERT INTO users (email, state)
SELECT value ->> '$.email', value ->> '$.state'
FROM json_each(:users)
WHERE TRUE
ON CONFLICT DO NOTHING;
