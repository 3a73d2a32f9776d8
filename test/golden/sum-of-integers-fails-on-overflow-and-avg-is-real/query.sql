-- name: sums
SELECT sum(total) AS sum, sum(total + 1) AS number, avg(total) AS mean, total(total) AS real, sum(total * 1.0) AS reals FROM orders GROUP BY user_id;
