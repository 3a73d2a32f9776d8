-- name: teamOfUser
SELECT t.name
FROM users AS u
JOIN teams AS t ON t.id = u.team_id
WHERE u.id = :user_id;

-- name: usersOfTeam
SELECT u.id
FROM users AS u
JOIN teams AS t ON t.id = u.team_id
WHERE t.id = :team_id;
