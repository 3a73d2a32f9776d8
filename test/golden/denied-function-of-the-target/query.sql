-- name: version
SELECT sqlite_version() AS version;
