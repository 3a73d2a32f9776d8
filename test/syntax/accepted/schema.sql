CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT UNIQUE, age INT, team_id INTEGER REFERENCES teams(id), tags TEXT, doc TEXT, created_at INTEGER);
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT NOT NULL, "odd name" TEXT);
CREATE TABLE posts (user_id INTEGER, slug TEXT, title TEXT, body TEXT, score REAL, PRIMARY KEY (user_id, slug)) WITHOUT ROWID;
CREATE TABLE window (filter TEXT, over INTEGER, "window" TEXT);
CREATE TABLE log (at, what);
CREATE TABLE ids (id INTEGER PRIMARY KEY);
CREATE INDEX users_by_name ON users (name);
CREATE VIRTUAL TABLE search USING fts5(title, body);
CREATE VIEW adults AS SELECT * FROM users WHERE age >= 18;
