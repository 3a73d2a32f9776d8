-- name: usersWithTeams
SELECT u.id, u.team, t.lead
FROM users AS u
LEFT JOIN teams AS t ON t.name = u.team;
