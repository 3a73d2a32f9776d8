-- name: find
SELECT team_id, id AS teamId
FROM users;
