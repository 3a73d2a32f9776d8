-- name: totals
SELECT id, name, total FROM totals;

-- name: ofUsers
SELECT u.age, t.name, t.total FROM users AS u LEFT JOIN totals AS t ON t.id = u.age;
