-- name: patch
UPDATE users
SET name = coalesce(:name, name), age = coalesce(:age, age)
WHERE id = :id;
