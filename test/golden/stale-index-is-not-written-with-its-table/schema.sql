CREATE TABLE docs (id INTEGER PRIMARY KEY, title TEXT NOT NULL, body TEXT NOT NULL, seen INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE VIRTUAL TABLE docs_search USING fts5 (title, body, content = 'docs', content_rowid = 'id');
