-- name: auditAll
INSERT INTO audit (user_id, what, at)
SELECT id, :what, :at FROM users WHERE name = :name
RETURNING user_id, at;
