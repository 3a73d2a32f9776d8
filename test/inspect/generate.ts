import type { Random } from "../../src/verify/random.ts"
import { expressionOf, type Names } from "./generate-expression.ts"

/** The schema that generated statements speak of. */
export const generatedSchema = `
CREATE TABLE a (id INTEGER PRIMARY KEY, i INTEGER NOT NULL, n INTEGER, r REAL NOT NULL, rn REAL, s TEXT NOT NULL, sn TEXT, k TEXT UNIQUE) STRICT;
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL, i INTEGER, s TEXT COLLATE NOCASE NOT NULL, x ANY, y ANY NOT NULL, bl BLOB, UNIQUE (a_id, s)) STRICT;
CREATE TABLE c (k TEXT NOT NULL, n INTEGER NOT NULL, v REAL, flag INTEGER NOT NULL CHECK (flag IN (0, 1)), kind TEXT CHECK (kind IN ('a', 'b')), PRIMARY KEY (k, n)) STRICT, WITHOUT ROWID;
CREATE TABLE d (id INT PRIMARY KEY, j JSON, t TEXT PRIMARY_KEY, num NUMERIC, bo BOOLEAN NOT NULL, g INTEGER AS (coalesce(id, 0)) STORED, h AS (num));
CREATE UNIQUE INDEX d_t ON d (t) WHERE bo;
CREATE TABLE e (id INTEGER PRIMARY KEY, st TEXT NOT NULL CHECK (st IN ('a', 'b', 'abc')), le TEXT, un INTEGER, p REAL CHECK (p BETWEEN 0 AND 5), q INTEGER NOT NULL CHECK (q > 0), CHECK (st <> 'b' OR le IS NOT NULL), CHECK ((le IS NULL) = (un IS NULL)), CHECK (CASE st WHEN 'a' THEN un IS NULL ELSE p IS NOT NULL END)) STRICT;
CREATE VIEW va AS SELECT a.id, a.s, b.s AS bs, count(b.id) AS c FROM a LEFT JOIN b ON b.a_id = a.id GROUP BY a.id;
CREATE VIEW vb AS SELECT i, max(n) AS m, sum(r) AS t FROM a GROUP BY i;
`

interface Source {
  readonly name: string
  readonly columns: readonly string[]
}

const tables: readonly Source[] = [
  { name: "a", columns: ["id", "i", "n", "r", "rn", "s", "sn", "k"] },
  { name: "b", columns: ["id", "a_id", "i", "s", "x", "y", "bl"] },
  { name: "c", columns: ["k", "n", "v", "flag", "kind"] },
  { name: "e", columns: ["id", "st", "le", "un", "p", "q"] },
  { name: "d", columns: ["id", "j", "t", "num", "bo", "g", "h"] },
]
/** what others hold is a contract that random values would break */
const strict = tables.slice(0, 4)
const views: readonly Source[] = [
  { name: "va", columns: ["id", "s", "bs", "c"] },
  { name: "vb", columns: ["i", "m", "t"] },
]

/** One random statement over `generatedSchema`. SQLite refuses some of them. */
export function statementOf(random: Random): string {
  const names: Names = {
    columns: [],
    common: [],
    select: (outer, width, depth) => selectOf(random, outer, width, depth),
  }
  if (random.chance(0.8)) return selectOf(random, names, undefined, 3)
  return random.pick([insertOf, updateOf, deleteOf])(random, names)
}

function selectOf(random: Random, outer: Names, width: number | undefined, depth: number): string {
  const count = width ?? 1 + random.below(4)
  if (depth > 1 && random.chance(0.15)) return commonOf(random, outer, count, depth)
  const first = coreOf(random, outer, count, depth)
  if (!random.chance(0.12)) return first + tailOf(random, outer, count)
  const operator = random.pick(["UNION", "UNION ALL", "EXCEPT", "INTERSECT"])
  return `${first} ${operator} ${coreOf(random, outer, count, depth - 1)}${random.chance(0.3) ? " ORDER BY 1 LIMIT 2" : ""}`
}

function commonOf(random: Random, outer: Names, width: number, depth: number): string {
  const columns = ["p", "q"]
  const body = random.chance(0.25)
    ? `SELECT ${expressionOf(random, outer, 1)}, ${expressionOf(random, outer, 1)} UNION ${random.chance(0.5) ? "ALL " : ""}SELECT ${random.pick(["p + 1, q", "q, p", "p || 'x', NULL", "p, coalesce(q, p)", "NULL, p"])} FROM w WHERE p < 5 LIMIT 6`
    : selectOf(random, outer, 2, depth - 1)
  const inside = { ...outer, common: [...outer.common, { name: "w", columns }] }
  return `WITH RECURSIVE w (p, q) AS (${body}) ${coreOf(random, inside, width, depth - 1)}`
}

function coreOf(random: Random, outer: Names, width: number, depth: number): string {
  const { text, names } = fromOf(random, outer, depth)
  const grouped = random.chance(0.2)
  const aggregates = grouped || random.chance(0.15)
  const plain = { ...names, aggregates: false }
  const tested = random.chance(0.2) ? expressionOf(random, plain, 2) : undefined
  const condition = tested === undefined ? conditionOf(random, plain, depth) : testOf(random, tested)
  const where = tested !== undefined || random.chance(0.5) ? ` WHERE ${condition}` : ""
  const group = grouped ? ` GROUP BY ${groupTerms(random, plain, depth)}` : ""
  const having =
    grouped && random.chance(0.3) ? ` HAVING ${expressionOf(random, { ...names, aggregates: true }, 1)}` : ""
  const items = Array.from({ length: width }, (_, index) => {
    const inside = { ...names, aggregates, windows: true }
    const item =
      tested !== undefined && random.chance(0.6) ? useOf(random, tested) : expressionOf(random, inside, depth)
    return `${item} AS x${index}`
  })
  const star = width === 1 && outer.columns.length === 0 && depth === 3 && random.chance(0.08) && text !== ""
  const distinct = random.chance(0.08) ? "DISTINCT " : ""
  return `SELECT ${distinct}${star ? "*" : items.join(", ")}${text}${where}${group}${having}`
}

/** A condition on an expression, and the expression where it matters what the condition proved. */
function testOf(random: Random, tested: string): string {
  const test = random.pick(["IS NOT NULL", "> 0", "<> 0", "= 'a'", "IN (1, 2)", "BETWEEN 1 AND 3", "NOT LIKE 'x'"])
  return random.chance(0.8)
    ? `${tested} ${test}`
    : `(${tested} ${test} OR ${tested} ${random.pick(["= 1", "IS 'b'", "> 2"])})`
}

function useOf(random: Random, tested: string): string {
  return random.pick([
    tested,
    `(5 / ${tested})`,
    `(7 % ${tested})`,
    `(1.5 / ${tested} - ${tested})`,
    `max(${tested}, 'b')`,
  ])
}

function groupTerms(random: Random, names: Names, depth: number): string {
  const terms = Array.from({ length: 1 + random.below(2) }, () =>
    names.columns.length > 0 && random.chance(0.8)
      ? random.pick(names.columns)
      : expressionOf(random, names, depth - 1),
  )
  return terms.join(", ")
}

function conditionOf(random: Random, names: Names, depth: number): string {
  const state = names.columns.find((column) => /\.st$/.test(column))
  if (state !== undefined && random.chance(0.5))
    return `${state} ${random.pick(["= 'b'", "<> 'a'", "IN ('b', 'abc')", "= 'a'"])}`
  const key = names.columns.filter((column) => /\.(id|k|t|a_id|p|c0)$/.test(column))
  if (key.length > 0 && random.chance(0.3)) {
    const other = random.chance(0.6) ? `:k${random.below(3)}` : expressionOf(random, names, 1)
    return `${random.pick(key)} ${random.pick(["=", "=", "IS", "=="])} ${other}`
  }
  return expressionOf(random, names, depth)
}

function tailOf(random: Random, outer: Names, width: number): string {
  const order = random.chance(0.15)
    ? ` ORDER BY ${1 + random.below(width)}${random.pick(["", " DESC", " NULLS LAST"])}`
    : ""
  const limit = random.chance(0.12) ? ` LIMIT ${random.pick(["1", "2", ":lim", "0", "1 OFFSET 1", "-1"])}` : ""
  return outer.columns.length > 0 && order === "" && random.chance(0.2) ? " LIMIT 1" : order + limit
}

function fromOf(random: Random, outer: Names, depth: number): { readonly text: string; readonly names: Names } {
  if (random.chance(0.08)) return { text: "", names: outer }
  const columns: string[] = []
  const count = 1 + (random.chance(0.5) ? random.below(3) : 0)
  let text = ""
  const used: Source[] = []
  for (let index = 0; index < count; index++) {
    const alias = `t${depth + 9}${index}${random.below(90)}`
    const source = sourceOf(random, outer, depth)
    const own = source.columns.map((column) => `${alias}.${column}`)
    if (index === 0) text = ` FROM ${source.name} AS ${alias}`
    else {
      const kind = random.pick(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "LEFT JOIN", ",", "CROSS JOIN", "JOIN"])
      const common = source.columns.filter((column) => used.some((other) => other.columns.includes(column)))
      if (kind !== "," && common.length > 0 && random.chance(0.25)) {
        if (random.chance(0.2)) text += ` NATURAL ${kind === "CROSS JOIN" ? "JOIN" : kind} ${source.name} AS ${alias}`
        else text += ` ${kind} ${source.name} AS ${alias} USING (${random.pick(common)})`
        columns.push(...common)
      } else {
        const visible = { ...outer, columns: [...outer.columns, ...columns, ...own] }
        const on = kind === "," || random.chance(0.1) ? "" : ` ON ${joinCondition(random, visible, columns, own)}`
        text += `${kind === "," ? "," : ` ${kind}`} ${source.name} AS ${alias}${on}`
      }
    }
    used.push(source)
    columns.push(...own)
  }
  return { text, names: { ...outer, columns: [...columns, ...(random.chance(0.5) ? outer.columns : [])] } }
}

function joinCondition(random: Random, names: Names, left: readonly string[], right: readonly string[]): string {
  if (random.chance(0.3)) return expressionOf(random, names, 2)
  const equal = `${random.pick(right)} ${random.pick(["=", "=", "IS", "<"])} ${random.pick(left)}`
  return random.chance(0.3) ? `${equal} AND ${expressionOf(random, names, 1)}` : equal
}

function sourceOf(random: Random, outer: Names, depth: number): Source {
  if (outer.common.length > 0 && random.chance(0.6)) return random.pick(outer.common)
  if (depth > 1 && random.chance(0.2)) {
    const width = 1 + random.below(3)
    const inside = { ...outer, columns: [] }
    const values = random.chance(0.15)
      ? `VALUES (${Array.from({ length: width }, () => expressionOf(random, inside, 0)).join(", ")})`
      : undefined
    const text = values ?? selectOf(random, inside, width, depth - 1)
    const columns = Array.from({ length: width }, (_, index) =>
      values === undefined ? `x${index}` : `column${index + 1}`,
    )
    return { name: `(${text})`, columns }
  }
  return random.pick(random.chance(0.15) ? views : tables)
}

function insertOf(random: Random, names: Names): string {
  const table = random.pick(strict)
  const columns = table.columns.filter((column) => column !== "g" && column !== "h" && random.chance(0.85))
  if (columns.length === 0) return `INSERT INTO ${table.name} DEFAULT VALUES RETURNING *`
  const values = random.chance(0.7)
    ? `VALUES (${columns.map((column) => (random.chance(0.7) ? `:${column}` : expressionOf(random, names, 1))).join(", ")})`
    : `${selectOf(random, names, columns.length, 2)}`
  const or = random.pick(["", "", "", " OR IGNORE", " OR REPLACE"])
  const upsert = random.chance(0.3)
    ? ` ON CONFLICT DO ${random.chance(0.3) ? "NOTHING" : `UPDATE SET ${assignments(random, table, { ...names, columns: [...qualified(table, table.name), ...qualified(table, "excluded")] })}`}`
    : ""
  return `INSERT${or} INTO ${table.name} (${columns.join(", ")}) ${values}${upsert}${returningOf(random, table, names)}`
}

function updateOf(random: Random, names: Names): string {
  const table = random.pick(strict)
  const own = { ...names, columns: qualified(table, table.name) }
  const other = random.chance(0.25) ? fromOf(random, names, 2) : undefined
  const all = other === undefined ? own : { ...names, columns: [...own.columns, ...other.names.columns] }
  const where = random.chance(0.8) ? ` WHERE ${conditionOf(random, all, 2)}` : ""
  return `UPDATE ${table.name} SET ${assignments(random, table, all)}${other?.text ?? ""}${where}${returningOf(random, table, names)}`
}

function deleteOf(random: Random, names: Names): string {
  const table = random.pick(strict)
  const own = { ...names, columns: qualified(table, table.name) }
  return `DELETE FROM ${table.name} WHERE ${conditionOf(random, own, 2)}${returningOf(random, table, names)}`
}

function assignments(random: Random, table: Source, names: Names): string {
  const columns = table.columns.filter((column) => column !== "g" && column !== "h")
  return Array.from(
    { length: 1 + random.below(2) },
    () => `${random.pick(columns)} = ${expressionOf(random, names, 2)}`,
  ).join(", ")
}

function returningOf(random: Random, table: Source, names: Names): string {
  if (random.chance(0.15)) return ""
  if (random.chance(0.3)) return " RETURNING *"
  return ` RETURNING ${Array.from({ length: 2 }, (_, index) => `${expressionOf(random, { ...names, columns: table.columns }, 2)} AS x${index}`).join(", ")}`
}

function qualified(table: Source, alias: string): readonly string[] {
  return table.columns.map((column) => `${alias}.${column}`)
}
