-- name: allUsers
SELECT u.id, t.name
FROM users AS u
LEFT JOIN teams AS t ON u.id = 1 AND t.id = 1;
