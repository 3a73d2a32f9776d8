-- name: findSettings
SELECT settings, draft
FROM users
WHERE id = :id;

-- name: saveSettings
UPDATE users
SET settings = :settings, draft = :draft
WHERE id = :id;
