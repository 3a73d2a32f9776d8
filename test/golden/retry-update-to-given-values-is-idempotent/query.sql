-- name: setState
UPDATE users SET state = :state, seen = :now WHERE id = :id;

-- name: setStateOfMany
UPDATE users SET state = lower(email || :state) WHERE seen < :before RETURNING id, state;
