-- name: packed
SELECT id, jsonb_pack(email, :patch) AS packed
FROM users;
