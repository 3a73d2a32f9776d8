-- name: nicks
SELECT upper(nick) AS "shout!"
FROM users
WHERE nick IS NOT NULL
ORDER BY "shout!";
