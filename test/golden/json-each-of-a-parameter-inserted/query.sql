-- name: addTags
INSERT INTO tags (tag)
SELECT value FROM json_each(:tags);
