-- name: recent
WITH newest (user_id, label, nick) AS (
  SELECT id, name, nick FROM users ORDER BY id DESC LIMIT 10
)
SELECT user_id, label, nick
FROM newest
ORDER BY label;
