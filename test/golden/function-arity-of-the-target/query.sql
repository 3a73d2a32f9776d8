-- name: state
SELECT iif(id > 10, 'big', id > 5, 'middle', 'small') AS size
FROM users;
