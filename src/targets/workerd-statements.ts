import { byName, type ModuleLine, moduleLines, type StatementLine, statementLines } from "./line.ts"
import { probed } from "./workerd-evidence.ts"

/** Modules of virtual tables; the newer workerd also has rtree and rtree_i32. */
export const modules: ReadonlyMap<string, ModuleLine> = byName(moduleLines(probed, "fts5: body; fts5vocab: docs, row"))

/** Kinds of statements over `probeSchema`. A third part is a piece of the refusal. */
export const statements: readonly StatementLine[] = statementLines(
  probed,
  `
  select | SELECT id FROM users WHERE name = 'a' ORDER BY id LIMIT 1 OFFSET 0
  values | VALUES (1), (2), (3), (4), (5), (6), (7)
  compound | SELECT 1 UNION SELECT 2 EXCEPT SELECT 3 INTERSECT SELECT 4 UNION ALL SELECT 5
  nested compound | SELECT 0 UNION ALL SELECT * FROM (SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 5)
  common table | WITH a AS MATERIALIZED (SELECT 1 AS x), b AS NOT MATERIALIZED (SELECT 2 AS y) SELECT x, y FROM a, b
  natural join and using | SELECT * FROM users NATURAL JOIN posts JOIN tags USING (id)
  recursive common table | WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10) SELECT i FROM n
  joins | SELECT * FROM users AS u LEFT JOIN posts AS p ON p.user_id = u.id RIGHT JOIN tags AS t ON t.id = p.id FULL JOIN users AS v ON v.id = t.id CROSS JOIN users AS w
  window | SELECT sum(id) OVER w, lag(id, 1, 0) OVER (w ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM users WINDOW w AS (PARTITION BY name ORDER BY id)
  filter | SELECT count(*) FILTER (WHERE id > 1), group_concat(name, ',' ORDER BY id DESC) FROM users
  null order and distinct from | SELECT id FROM users WHERE name IS NOT DISTINCT FROM NULL ORDER BY id DESC NULLS LAST
  row values | SELECT id FROM users WHERE (id, name) IN (VALUES (1, 'a')) AND (id, name) > (1, 'a')
  indexed by | SELECT id FROM posts INDEXED BY posts_user WHERE user_id = 1
  table-valued function | SELECT j.value FROM users, json_each(users.name) AS j WHERE json_valid(users.name)
  insert | INSERT INTO users (name) VALUES ('n1'), ('n2')
  insert default values | INSERT INTO tags DEFAULT VALUES
  insert select | INSERT INTO tags (label) SELECT name FROM users
  insert returning | INSERT INTO tags (label) VALUES ('l') RETURNING id, label
  upsert | INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE users.id > 0
  do nothing | INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT DO NOTHING
  replace | REPLACE INTO tags (id, label) VALUES (9, 'x')
  insert or ignore | INSERT OR IGNORE INTO users (id, name) VALUES (1, 'x')
  insert or abort | INSERT OR ABORT INTO tags (label) VALUES ('x')
  insert or fail | INSERT OR FAIL INTO tags (label) VALUES ('x')
  insert or rollback | INSERT OR ROLLBACK INTO users (id, name) VALUES (1, 'x') | internal error
  update or rollback | UPDATE OR ROLLBACK users SET id = 1 | internal error
  update | UPDATE users SET name = upper(name) WHERE id = 1 RETURNING name
  update from | UPDATE users SET name = p.title FROM posts AS p WHERE p.user_id = users.id
  update row value | UPDATE users SET (name, id) = ('a', 77) WHERE id = 2
  update limit | UPDATE users SET name = 'z' WHERE id > 0 ORDER BY id DESC LIMIT 1
  delete | DELETE FROM tags WHERE id = 1
  delete limit | DELETE FROM tags WHERE id > 0 RETURNING id ORDER BY id LIMIT 1 OFFSET 1
  order without limit | DELETE FROM tags ORDER BY id | ORDER BY without LIMIT on DELETE
  correlated subquery in ORDER BY | SELECT u.id FROM users AS u ORDER BY (SELECT count(*) FROM posts AS p WHERE p.user_id = u.id)
  outer column in ORDER BY | SELECT (SELECT p.id FROM posts AS p ORDER BY abs(p.id - u.id) LIMIT 1) FROM users AS u | no such column / taken
  outer column in GROUP BY | SELECT (SELECT count(*) FROM posts AS p GROUP BY u.id) FROM users AS u | no such column / taken
  double-quoted string | SELECT id FROM users WHERE name = "nobody"
  create table | CREATE TABLE made (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL DEFAULT 'x' COLLATE NOCASE, b INTEGER REFERENCES users (id) ON DELETE CASCADE, c INTEGER AS (b + 1) STORED, CONSTRAINT small CHECK (b < 9), UNIQUE (a, b)) STRICT
  create table without rowid | CREATE TABLE made (a TEXT, b INTEGER, PRIMARY KEY (a, b)) WITHOUT ROWID
  create table as | CREATE TABLE made AS SELECT * FROM users
  double-quoted default | CREATE TABLE made (a TEXT DEFAULT "x", CHECK (a <> "y"))
  create view | CREATE VIEW made (a) AS SELECT id FROM users
  create index | CREATE UNIQUE INDEX IF NOT EXISTS made ON users (lower(name), id DESC) WHERE id > 0
  create trigger | CREATE TRIGGER made AFTER UPDATE OF name ON users FOR EACH ROW WHEN new.id > 0 BEGIN INSERT INTO tags (label) VALUES (new.name); END
  raise with an expression | CREATE TRIGGER made BEFORE DELETE ON users BEGIN SELECT RAISE(ABORT, 'kept: ' || old.id); END
  instead of trigger | CREATE TRIGGER made INSTEAD OF INSERT ON titles BEGIN INSERT INTO posts (user_id, title) VALUES (1, new.title); END
  virtual table fts5 | CREATE VIRTUAL TABLE made USING fts5(a, b UNINDEXED, tokenize = 'porter unicode61', prefix = '2 3')
  virtual table trigram | CREATE VIRTUAL TABLE made USING fts5(a, tokenize = 'trigram')
  virtual table fts4 | CREATE VIRTUAL TABLE made USING fts4(a) | not authorized
  full text search | SELECT rowid, bm25(docs), highlight(docs, 0, '[', ']') FROM docs WHERE docs MATCH 'word' ORDER BY rank
  full text command | INSERT INTO docs (docs) VALUES ('optimize')
  rename table | ALTER TABLE tags RENAME TO labels
  rename column | ALTER TABLE tags RENAME COLUMN label TO word
  add column | ALTER TABLE tags ADD COLUMN at TEXT DEFAULT CURRENT_TIMESTAMP | Cannot add a column with non-constant default
  add plain column | ALTER TABLE tags ADD COLUMN at INTEGER NOT NULL DEFAULT 0 CHECK (at >= 0)
  drop column | ALTER TABLE tags DROP COLUMN label
  set not null | ALTER TABLE tags ALTER COLUMN label SET NOT NULL | syntax error / not authorized to use function
  drop not null | ALTER TABLE users ALTER COLUMN name DROP NOT NULL | syntax error / not authorized to use function
  add constraint | ALTER TABLE tags ADD CONSTRAINT c CHECK (id > 0) | syntax error / not authorized to use function
  drop constraint | ALTER TABLE tags DROP CONSTRAINT c | syntax error / not authorized to use function
  drop table | DROP TABLE IF EXISTS tags
  drop view | DROP VIEW titles
  drop index | DROP INDEX posts_user
  drop trigger | DROP TRIGGER users_ai
  analyze | ANALYZE users
  reindex | REINDEX posts
  explain | EXPLAIN SELECT 1
  explain query plan | EXPLAIN QUERY PLAN SELECT * FROM users WHERE id = 1
  begin | BEGIN | To execute a transaction, please use
  commit | COMMIT | To execute a transaction, please use
  end | END TRANSACTION | To execute a transaction, please use
  rollback | ROLLBACK | To execute a transaction, please use
  savepoint | SAVEPOINT a | To execute a transaction, please use
  release | RELEASE a | To execute a transaction, please use
  rollback to | ROLLBACK TO a | To execute a transaction, please use
  attach | ATTACH ':memory:' AS other | not authorized
  detach | DETACH main | not authorized
  vacuum | VACUUM | cannot VACUUM from within a transaction
  vacuum into | VACUUM INTO 'copy.db' | cannot VACUUM from within a transaction
  temporary table | CREATE TEMP TABLE made (a) | not authorized
  temporary view | CREATE TEMP VIEW made AS SELECT 1 | not authorized
  temporary trigger | CREATE TEMP TRIGGER made AFTER INSERT ON users BEGIN SELECT 1; END | not authorized
  temporary schema | CREATE TABLE temp.made (a) | not authorized
  reserved table | CREATE TABLE _cf_made (a) | not authorized
  reserved index | CREATE INDEX _cf_made ON users (name) | not authorized
  read schema | SELECT name, sql FROM sqlite_master
  read temporary schema | SELECT name FROM sqlite_temp_master
  write schema | DELETE FROM sqlite_master | table sqlite_master may not be modified
  write shadow table | DELETE FROM docs_content | table docs_content may not be modified
  read shadow table | SELECT count(*) FROM docs_content
  regexp | SELECT id FROM users WHERE name REGEXP 'a' | no such function: REGEXP
  within group | SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY id) FROM users | syntax error
  raise outside a trigger | SELECT RAISE(ABORT, 'no') | may only be used within a trigger-program
  comment behind the end | SELECT 1; -- done | SQL code did not contain a statement
  pragma in upper case | PRAGMA TABLE_LIST | not authorized / taken
  pragma of the temporary schema | PRAGMA temp.table_list | not authorized
  `,
)
