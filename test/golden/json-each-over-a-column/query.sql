-- name: tagList
SELECT p.id, j.key, j.value, j.type
FROM posts AS p, json_each(p.tags) AS j;
