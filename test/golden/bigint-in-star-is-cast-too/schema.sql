CREATE TABLE files (id INTEGER PRIMARY KEY, size INTEGER NOT NULL) STRICT;
-- @column files.size bigint
