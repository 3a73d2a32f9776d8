-- name: names
SELECT name FROM (SELECT name FROM newest ORDER BY name LIMIT 3)
UNION
SELECT name FROM users
ORDER BY 1
LIMIT 2;
