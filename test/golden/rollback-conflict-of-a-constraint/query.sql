-- name: add
INSERT INTO names (name)
VALUES ('a');
