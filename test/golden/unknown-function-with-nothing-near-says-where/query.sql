-- name: now
SELECT id, date_trunc_of_day(:at) AS day
FROM users;
