-- name: tables
PRAGMA TABLE_LIST;
