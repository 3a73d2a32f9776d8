-- name: users
SELECT id, data, coalesce(seen_at, 0) AS seen FROM users;
