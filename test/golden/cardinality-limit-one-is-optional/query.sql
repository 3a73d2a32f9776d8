-- name: next
SELECT id FROM jobs ORDER BY at LIMIT 1;

-- name: few
SELECT id FROM jobs ORDER BY at LIMIT 2;
