-- name: timeline
SELECT 'note' AS kind, id, body AS content FROM notes
UNION ALL
SELECT 'link', id, url FROM links;
