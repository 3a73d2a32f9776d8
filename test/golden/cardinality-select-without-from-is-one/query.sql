-- name: exists
SELECT EXISTS (SELECT 1 FROM jobs WHERE id = :id) AS found;
