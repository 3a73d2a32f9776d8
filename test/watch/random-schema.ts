import type { Tree } from "./random-edits.ts"

/*
 * Edits of the schema, as an author makes them: a migration comes or goes, the text of the first one changes. Nearly all
 * of them work together; those that do not give a schema with an error, which is a state like any other.
 */

export const startingSchema = `-- what it starts with
CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  email TEXT NOT NULL UNIQUE,
  plan TEXT NOT NULL CHECK (plan IN ('free', 'pro')),
  settings TEXT CHECK (json_valid(settings)) -- @json ./schemas.ts#Settings
) STRICT;
CREATE TABLE logins (user_id INTEGER NOT NULL REFERENCES users (id), at INTEGER NOT NULL, note TEXT) STRICT;
CREATE VIEW pros AS SELECT id, email FROM users WHERE plan = 'pro';
CREATE TABLE teams (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  owner INTEGER REFERENCES users (id),
  motto TEXT,
  loud TEXT GENERATED ALWAYS AS (upper(name)) VIRTUAL
);
CREATE VIEW owned AS SELECT t.id, t.name, p.email FROM teams AS t LEFT JOIN pros AS p ON p.id = t.owner;
CREATE TABLE members (
  team_id INTEGER NOT NULL REFERENCES teams (id),
  user_id INTEGER NOT NULL,
  role TEXT NOT NULL DEFAULT 'guest',
  PRIMARY KEY (team_id, user_id)
) STRICT, WITHOUT ROWID;
`

/** Statements over that schema, and over what migrations add to it; `NAME` is the query's. */
export const statementsOverTeams: readonly string[] = [
  "-- name: NAME\nSELECT t.*, t.loud FROM teams AS t WHERE t.name = :name;\n",
  "-- name: NAME\nSELECT id, name, email FROM owned WHERE id = :id;\n",
  "-- name: NAME\nSELECT motto FROM teams WHERE owner = :owner AND motto IS NOT NULL;\n",
  "-- name: NAME\nDELETE FROM teams WHERE id = :id;\n",
  "-- name: NAME\nINSERT INTO members (team_id, user_id, role) VALUES (:team, :user, :role) RETURNING *;\n",
  "-- name: NAME\nUPDATE users SET email = lower(:email) WHERE id = :id RETURNING plan;\n",
  "-- name: NAME\nSELECT m.role, u.plan FROM members AS m JOIN users AS u ON u.id = m.user_id WHERE m.team_id = :t AND m.user_id = :u;\n",
  "-- name: NAME\nINSERT INTO logins (user_id, at) VALUES (:user, :at);\n",
  "-- name: NAME\nSELECT id FROM extra;\n",
  "-- name: NAME\nSELECT 1 AS one, (SELECT count(*) FROM teams) AS n;\n",
  "-- name: NAME\nSELECT remark FROM logins WHERE remark = :remark;\n",
  "-- name: NAME\nSELECT rank, name FROM found WHERE found MATCH :words;\n",
]

/** Each goes into a file of its own, after the first. */
const migrations: readonly string[] = [
  "ALTER TABLE users ADD COLUMN nick TEXT;\n",
  "ALTER TABLE logins ADD COLUMN ip TEXT NOT NULL DEFAULT '';\n",
  "CREATE TABLE extra (id INTEGER PRIMARY KEY);\n",
  "CREATE UNIQUE INDEX login_note ON logins (note);\n",
  "ALTER TABLE logins RENAME COLUMN note TO remark;\n",
  "CREATE UNIQUE INDEX team_name ON teams (name);\n",
  "CREATE UNIQUE INDEX team_owner ON teams (owner) WHERE motto IS NOT NULL;\n",
  "CREATE TRIGGER login_seen AFTER INSERT ON logins BEGIN UPDATE teams SET name = name WHERE owner = new.user_id; END;\n",
  "CREATE TRIGGER user_kept BEFORE UPDATE ON users WHEN new.plan = 'free' BEGIN SELECT RAISE(IGNORE); END;\n",
  "CREATE TABLE badges (id INTEGER PRIMARY KEY, team INTEGER REFERENCES teams (id) ON DELETE CASCADE);\n",
  "DROP VIEW pros;\nCREATE VIEW pros AS SELECT id, nullif(email, '') AS email, plan FROM users;\n",
  "CREATE VIRTUAL TABLE found USING fts5(name, content='teams', content_rowid='id');\n",
  "ALTER TABLE teams DROP COLUMN motto;\n",
  "-- @column teams.owner boolean\nCREATE INDEX team_owners ON teams (owner);\n",
  "ALTER TABLE members RENAME TO member_rows;\n",
  "CREATE VIEW extra AS SELECT id FROM users;\n",
]

/** Another text for the first migration: all of it further down, or one thing in it different. */
const replacements: readonly (readonly [string, string])[] = [
  ["-- what it starts with\n", "-- what it starts with\n-- and why\n"],
  ["plan IN ('free', 'pro')", "plan IN ('free', 'max')"],
  ["plan IN ('free', 'pro')", "plan IN ('free', 'pro', 'max')"],
  ["at INTEGER NOT NULL", "at REAL"],
  ["name TEXT NOT NULL,", "name TEXT /*none*/,"],
  ["  motto TEXT,", "  motto TEXT, -- a motto"],
  ["#Settings", "#Choices"],
  ["role TEXT NOT NULL", "role ANY NOT NULL"],
  ["SELECT t.id, t.name, p.email", "SELECT t.id, t.name, p.email AS email"],
  ["PRIMARY KEY (team_id, user_id)", "PRIMARY KEY (user_id, team_id)"],
  [") STRICT, WITHOUT ROWID;\n", ") STRICT, WITHOUT ROWID;\n-- the end\n"],
  ["upper(name)", "lower(name)"],
]

const first = "sql/migrations/0001_start.sql"
const broken = "sql/migrations/0099.sql"

export function isBroken(tree: Tree): boolean {
  return tree.has(broken)
}

/** Takes what cannot be applied out of the schema, and only that. */
export function repairSchema(tree: Tree): void {
  for (const path of [...tree.keys()]) if (path.startsWith("sql/migrations/") && path !== first) tree.delete(path)
  tree.set(first, startingSchema)
}

/** One change of the schema. */
export function editSchemaAtRandom(tree: Tree, random: () => number): void {
  if (tree.has(broken)) tree.delete(broken)
  else if (random() < 0.08) tree.set(broken, "CREATE TABLE broken (;\n")
  else if (random() < 0.35) rewriteFirst(tree, random)
  else {
    const index = Math.floor(random() * migrations.length)
    const path = `sql/migrations/${String(index + 2).padStart(4, "0")}.sql`
    if (tree.has(path)) tree.delete(path)
    else tree.set(path, migrations[index] ?? "")
  }
}

function rewriteFirst(tree: Tree, random: () => number): void {
  const [from, to] = replacements[Math.floor(random() * replacements.length)] ?? ["", ""]
  const text = tree.get(first) ?? ""
  tree.set(first, text.includes(to) ? text.replace(to, from) : text.replace(from, to))
}
