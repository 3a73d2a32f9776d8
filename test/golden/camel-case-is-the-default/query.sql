-- name: find_user
SELECT first_name, HTTP_code, user_id AS the_ID
FROM user_names
WHERE user_id = :user_id;
