-- Finds a user.
SELECT name
FROM users
WHERE id = :id;
