-- name: bigTotal
SELECT sum(cents) AS total
FROM orders
HAVING count(*) > :least;
