-- name: add
INSERT INTO users (email)
VALUES (:email);
