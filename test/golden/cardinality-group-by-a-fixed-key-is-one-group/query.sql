-- name: lastLogin
SELECT u.id, max(l.at) AS last_at
FROM users AS u
LEFT JOIN logins AS l ON l.user_id = u.id
WHERE u.email = :email
GROUP BY u.id;

-- name: loginsByTime
SELECT u.id, l.at AS at, count(*) AS logins
FROM users AS u
JOIN logins AS l ON l.user_id = u.id
WHERE u.email = :email
GROUP BY u.id, l.at;

-- name: byAlias
SELECT u.id % 2 AS parity, count(*) AS users FROM users AS u GROUP BY parity;
