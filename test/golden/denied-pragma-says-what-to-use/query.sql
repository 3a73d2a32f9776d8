-- name: version
PRAGMA user_version;
