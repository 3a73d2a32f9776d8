-- name: save
UPDATE users
SET name = :name, nick = :nick, score = :score, photo = :photo
WHERE id = :id;
