-- name: bump
UPDATE users SET seen = seen + 1 WHERE id = :id;

-- name: take
UPDATE users SET state = 'taken' WHERE id = :id AND state = 'free';

-- name: bumpGenerated
UPDATE users SET seen = twice WHERE id = :id;

-- name: move
UPDATE users SET id = :to WHERE rowid = :from;
