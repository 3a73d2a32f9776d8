-- name: find
-- Ends a comment */ with `ticks` and ${dollars} and \ backslashes.
SELECT name || '`${x}\' AS tricky
FROM users
WHERE id = :id; -- :not_a_parameter
