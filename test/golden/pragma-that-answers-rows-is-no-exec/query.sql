-- name: schemaVersion
PRAGMA user_version;

-- name: setSchemaVersion
PRAGMA user_version = 5;
