-- name: findUser :optional
-- One user by key.
SELECT id, email FROM users WHERE id = :id;

-- name: addUser :exec
INSERT INTO users (email, age) VALUES (:email, :age);
