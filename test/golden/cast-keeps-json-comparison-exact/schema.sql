CREATE TABLE docs (id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body))) STRICT;
CREATE INDEX docs_n ON docs (json_extract(body, '$.n'));
