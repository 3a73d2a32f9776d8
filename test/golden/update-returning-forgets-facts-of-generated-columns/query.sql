-- name: clearPrice
UPDATE jobs
SET price = NULL
WHERE doubled > 0
RETURNING doubled;
