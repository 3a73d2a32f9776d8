-- name: find
SELECT name
FROM users -- @param id the user's number
WHERE id = :id;
