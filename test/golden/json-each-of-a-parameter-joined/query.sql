-- name: byEmails
SELECT j.key, u.id, u.email
FROM json_each(:emails) AS j
JOIN users AS u ON u.email = j.value
ORDER BY j.key;
