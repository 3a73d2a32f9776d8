-- name: broken
SELECT json('{bad') AS document;
