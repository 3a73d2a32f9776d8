-- name: find
SELECT id
FROM users
WHERE id = :user_id OR team_id = :userId;
