-- name: find_user
SELECT first_name
FROM user_names
WHERE user_id = :user_id;
