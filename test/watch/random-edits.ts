import { editSchemaAtRandom, isBroken, repairSchema, startingSchema, statementsOverTeams } from "./random-schema.ts"

/** A project as texts by path: what an author has on the disk. */
export type Tree = Map<string, string>

/** Numbers from 0 to 1, the same for the same seed. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** Statements that a query file may hold, good and bad; `NAME` is the query's. */
const statements: readonly string[] = [
  "-- name: NAME\nSELECT id, email, plan, settings FROM users WHERE email = :email;\n",
  "-- name: NAME :many\n-- Users with their last login.\n-- @param since integer from when\nSELECT u.id, max(l.at) AS last_at, l.note FROM users AS u LEFT JOIN logins AS l ON l.user_id = u.id WHERE l.at > :since GROUP BY u.id;\n",
  "-- name: NAME\n-- @example email = 'a@b.c'\nINSERT INTO users (email, plan) VALUES (:email, :plan) RETURNING id;\n",
  "-- name: NAME\nUPDATE users SET plan = :plan WHERE id IN (SELECT value FROM json_each(:ids));\n",
  "-- name: NAME\nSELECT count(*) AS n, min(at) AS first FROM logins; -- the end\n",
  '-- name: NAME\nSELECT id, email AS "email?" FROM pros ORDER BY id LIMIT :limit;\n',
  "-- name: NAME\nWITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < :top) SELECT n, json_object('n', n) AS o FROM c;\n",
  "-- name: NAME\nSELECT emial, plan FROM users;\n",
  "-- name: NAME\nSELECT nick FROM users WHERE id = :id;\n",
  "-- name: NAME\nSELECT id FROM users WHERE;\n",
  "-- name: NAME\nSELECT 'never closed FROM users;\n",
  "-- name: NAME\n-- sqlgen-ignore wide-type: known\nSELECT max(id, :other) AS a, note FROM users, logins;\n",
  "-- name: NAME :one\nSELECT id FROM users;\n",
  "-- just a comment, with an emoji 🙂\n",
  ...statementsOverTeams,
]

/** Several statements under one name: an edit inside of one makes another one of it. */
const transaction = `-- name: NAME
-- @param ids integer[] whose plan it is
UPDATE users SET plan = :plan WHERE id IN (SELECT value FROM json_each(:ids));
-- @expect changes >= 1 else nobody

-- @step now
-- Who has it now.
SELECT id, plan FROM users WHERE plan = :plan;
`

/** How many different statements there are, good and bad. */
export const statementCount: number = statements.length

/** A project of some files; the first seven compile. */
export function startingTree(files = 6): Tree {
  const names = Array.from({ length: files }, (_, index) => `sql/queries/f${index}.sql`)
  return new Map([
    ["sql/migrations/0001_start.sql", startingSchema],
    ...names.map((path, index): [string, string] => [path, statementNamed(index % statementCount, `q${index}`)]),
  ])
}

/** Changes a tree in one place as an author would: saves, renames, deletions, new files, mistakes, the schema. */
export function editAtRandom(tree: Tree, random: () => number, serial: number): void {
  const files = [...tree.keys()].filter((path) => path.startsWith("sql/queries/")).sort()
  const path = files[Math.floor(random() * files.length)]
  const dice = random()
  if (dice < 0.06 || (isBroken(tree) && dice < 0.3)) editSchemaAtRandom(tree, random)
  else if (path === undefined || dice < 0.16) tree.set(`sql/queries/n${serial % 9}.sql`, randomText(random, serial))
  else if (dice < 0.24) tree.delete(path)
  else if (dice < 0.32) {
    tree.set(`sql/queries/r${serial % 9}.sql`, tree.get(path) ?? "")
    tree.delete(path)
  } else tree.set(path, edited(tree.get(path) ?? "", random, serial))
}

/** Takes everything wrong out of a tree. */
export function repair(tree: Tree): void {
  repairSchema(tree)
  for (const [index, path] of [...tree.keys()].filter((path) => path.startsWith("sql/queries/")).entries())
    tree.set(path, statementNamed(index % 7, `fixed${index}`))
}

function statementNamed(index: number, name: string): string {
  return (statements[index] ?? "").replace("NAME", name)
}

function randomText(random: () => number, serial: number): string {
  const count = 1 + Math.floor(random() * 4)
  return Array.from({ length: count }, (_, index) => {
    const name = `n${serial}x${index}`
    if (random() < 0.2) return transaction.replace("NAME", name)
    return statementNamed(Math.floor(random() * (random() < 0.85 ? 7 : statements.length)), name)
  }).join("\n")
}

/** What editing does to a text: something above, below or in the middle, a character gone, or all of it new. */
function edited(text: string, random: () => number, serial: number): string {
  const middle = Math.floor(random() * text.length)
  const blank = text.indexOf("\n\n", middle)
  const at = blank < 0 ? text.length : blank + 1
  const edits = [
    () => `${randomText(random, serial)}\n${text}`,
    () => `${text}\n${randomText(random, serial)}`,
    () => `-- above all\n\n${text}`,
    () => `${text.slice(0, at)}\n${statementNamed(0, `mid${serial}`)}\n${text.slice(at)}`,
    () => text.slice(0, middle) + text.slice(middle + 1),
    () => text.replace("SELECT id,", "SELECT id AS key,"),
    () => text.replaceAll("\n", random() < 0.5 ? "\r\n" : "\n"),
    () => randomText(random, serial),
    () => text.slice(0, at),
    () => text,
  ]
  const chosen = edits[Math.floor(random() * edits.length)] ?? (() => text)
  const now = chosen()
  return now.length > 4000 ? randomText(random, serial) : now
}
