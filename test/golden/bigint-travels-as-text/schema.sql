CREATE TABLE files (id INTEGER PRIMARY KEY, size INTEGER NOT NULL /* bytes */, hash INTEGER) STRICT;
-- @column files.size bigint
-- @column files.hash bigint
