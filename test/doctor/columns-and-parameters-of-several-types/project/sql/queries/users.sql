-- name: settingOf
SELECT id, email ->> :path AS setting FROM users WHERE json_valid(email);

-- name: keyOf
SELECT key, value FROM json_each('[1, "a"]') WHERE atom = :atom;
