-- name: find
SELECT id
FROM users
WHERE name = ?3 AND id > :id AND age > @age AND age < $age_limit AND id < ?;
