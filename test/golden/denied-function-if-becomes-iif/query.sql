-- name: sizes
SELECT id, if(score > 10, 'big', 'small') AS size
FROM users;
