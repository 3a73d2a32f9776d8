-- name: columns
PRAGMA table_info;
