-- name: find
SELECT name FROM items WHERE id IN (:id);
