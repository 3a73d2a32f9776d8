-- name: find
SELECT u.id, t.id
FROM users AS u
JOIN teams AS t ON t.id = u.team_id;
