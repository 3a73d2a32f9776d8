-- name: find
SELECT id, t.name
FROM users AS u
JOIN teams AS t ON t.id = u.team_id;
