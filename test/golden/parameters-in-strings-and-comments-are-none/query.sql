-- name: find
SELECT ':a' AS text, id /* :b ? */
FROM users -- :c
WHERE name <> '?1' AND id = :id;
