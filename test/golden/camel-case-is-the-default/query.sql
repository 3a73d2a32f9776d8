-- name: find_user
SELECT first_name, HTTP_code, user_id AS "User ID number"
FROM user_names
WHERE user_id = :user_id;
