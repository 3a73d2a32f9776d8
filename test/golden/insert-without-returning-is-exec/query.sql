-- name: addUser
INSERT INTO users (name) VALUES (:name);
