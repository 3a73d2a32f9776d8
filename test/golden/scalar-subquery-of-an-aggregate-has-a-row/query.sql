-- name: counts
SELECT u.id, (SELECT count(*) FROM orders AS o WHERE o.user_id = u.id) AS orders, (SELECT max(o.total) FROM orders AS o) AS most, (SELECT count(*) FROM orders AS o GROUP BY o.note) AS grouped FROM users AS u;
