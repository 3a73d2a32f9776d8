-- name: search
SELECT rowid, title
FROM pages(:query);
