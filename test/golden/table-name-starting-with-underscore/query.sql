-- name: meta
SELECT _key, _value FROM _meta WHERE _key = :_key;
