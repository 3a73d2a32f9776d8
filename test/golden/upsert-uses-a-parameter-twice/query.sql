-- name: save
INSERT INTO users (id, name, age) VALUES (:id, :name, :age)
ON CONFLICT (id) DO UPDATE SET name = :name, age = excluded.age, nick = coalesce(:name, nick) WHERE users.age < :age;
