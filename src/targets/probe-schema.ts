/** The tables, with rows, over which a profile is probed. */
export const probeSchema: readonly string[] = [
  "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
  "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users (id), title TEXT)",
  "CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT)",
  "CREATE INDEX posts_user ON posts (user_id)",
  "CREATE VIEW titles AS SELECT id, title FROM posts",
  "CREATE VIRTUAL TABLE docs USING fts5(body)",
  "CREATE TRIGGER users_ai AFTER INSERT ON users BEGIN INSERT INTO docs (body) VALUES (new.name); END",
  "INSERT INTO users (id, name) VALUES (1, 'ada'), (2, 'grace')",
  "INSERT INTO posts (id, user_id, title) VALUES (1, 1, 'one'), (2, 1, 'two')",
  "INSERT INTO tags (id, label) VALUES (1, 'a'), (2, 'b'), (3, 'c')",
]
