-- name: settingsOf
SELECT settings FROM users WHERE id = :id;

-- name: nicks
SELECT id, nick AS "nick!" FROM users;

-- name: userById :one
SELECT id, nick FROM users WHERE id = :id;

-- name: patchSettings
UPDATE users SET settings = json_patch(settings, :patch) WHERE id = :id;

-- name: longNicks
-- sqlgen-ignore broken-word: only members have a nick
SELECT nick AS "nick!" FROM users WHERE id > :id;
