-- name: endSession
DELETE FROM sessions
WHERE id = :id AND user_id = :user_id
RETURNING id, user_id, seen_at;
