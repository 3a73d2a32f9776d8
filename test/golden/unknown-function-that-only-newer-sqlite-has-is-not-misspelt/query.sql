-- name: shown
SELECT json_pretty(email) AS shown
FROM users;
