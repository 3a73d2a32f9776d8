import { readdirSync, readFileSync } from "node:fs"

/** A named statement of the pack, read the simple way: no part of the compiler has a say in these tests. */
export interface PackStatement {
  readonly name: string
  readonly file: string
  /** with `?NNN` for every `:name` */
  readonly sql: string
  /** parameter names, by index */
  readonly parameters: readonly string[]
  readonly examples: Readonly<Record<string, unknown>>
}

const root = new URL("../../sql/", import.meta.url)
const token = /--[^\n]*|'(?:[^']|'')*'|:([a-z_]+)/g

function filesOf(folder: string): { readonly name: string; readonly text: string }[] {
  const directory = new URL(folder, root)
  return readdirSync(directory)
    .sort()
    .map((name) => ({ name, text: readFileSync(new URL(name, directory), "utf8") }))
}

function exampleValue(text: string): unknown {
  if (text === "NULL") return null
  return text.startsWith("'") ? text.slice(1, -1).replaceAll("''", "'") : Number(text)
}

/** The statements under one name: `transfer`, or `transfer.1`, `transfer.2` where there are several. */
function readStatements(file: string, text: string): readonly PackStatement[] {
  const name = /^(\w+)/.exec(text)?.[1] ?? ""
  const found = [...text.matchAll(/^-- @example (\w+) = (.*)$/gm)].map((m) => [m[1], exampleValue(m[2] ?? "")])
  const examples = Object.fromEntries(found)
  const parts = text
    .slice(name.length)
    .replace(token, (whole: string) => (whole.startsWith("--") ? "" : whole))
    .split(/;\s*$/m)
    .filter((part) => part.trim() !== "")
  return parts.map((part, index) => {
    const parameters: string[] = []
    const sql = part
      .replace(token, (whole: string, parameter: string | undefined) => {
        if (parameter === undefined) return whole
        if (!parameters.includes(parameter)) parameters.push(parameter)
        return `?${parameters.indexOf(parameter) + 1}`
      })
      .trim()
    if (parts.length === 1) return { name, file, sql, parameters, examples }
    const own = Object.entries(examples).filter(([parameter]) => parameters.includes(parameter))
    return { name: `${name}.${index + 1}`, file, sql, parameters, examples: Object.fromEntries(own) }
  })
}

/** Every statement under `sql/queries`, in order. */
export const statements: readonly PackStatement[] = filesOf("queries/").flatMap((file) =>
  file.text
    .split(/^-- name: /m)
    .slice(1)
    .flatMap((text) => readStatements(file.name, text)),
)

/** The schema: one text per statement, without comments. */
export const migrations: readonly string[] = filesOf("migrations/").flatMap((file) =>
  file.text
    .replace(token, (whole: string) => (whole.startsWith("--") ? "" : whole))
    .split(/;\s*$/m)
    .map((text) => text.trim())
    .filter((text) => text !== ""),
)

export function statementNamed(name: string): PackStatement {
  const found = statements.find((statement) => statement.name === name)
  if (found === undefined) throw new TypeError(`no query ${name}`)
  return found
}

/** The binds of a statement, in order. Every parameter must be given, and no other. */
export function bindsOf(statement: PackStatement, params: Readonly<Record<string, unknown>>): unknown[] {
  const extra = Object.keys(params).filter((key) => !statement.parameters.includes(key))
  if (extra.length > 0) throw new TypeError(`${statement.name} has no parameter ${extra.join(", ")}`)
  return statement.parameters.map((name) => {
    if (!(name in params)) throw new TypeError(`${statement.name} needs ${name}`)
    return params[name]
  })
}
