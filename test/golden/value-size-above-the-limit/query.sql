-- name: blob
SELECT zeroblob(3000000) AS blob
FROM users;
