import { parseSchemaFile } from "../../syntax/parse-file.ts"
import type { Statement } from "../../syntax/statement.ts"
import { placeText } from "../place-text.ts"
import { cascadingDrops } from "./cascading-drops.ts"
import { type Check, type Finding, shortened } from "./check.ts"
import type { Setup } from "./setup.ts"

/** What migrations do to a D1 database that holds rows, and what its tools do to migrations, as far as it is cheap to see. */
export const d1Hazards: Check = {
  name: "d1-hazards",
  run: async ({ compiled }) => {
    if (compiled === undefined) return []
    const { project } = compiled
    if (project.config.target !== "d1") return [{ level: "ok", text: "the target is not D1" }]
    const statements = project.schema.flatMap((file) => parseSchemaFile(file).value)
    const drops = (await cascadingDrops(project.schema)).map((drop) => `${placeText(drop.file, drop.at)}: ${drop.text}`)
    const found = [...dropFinding(drops), ...hazards.flatMap((hazard) => findingOf(hazard, statements, project))]
    return found.length === 0 ? [{ level: "ok", text: "nothing in the migrations is known to go wrong on D1" }] : found
  },
}

function dropFinding(details: readonly string[]): readonly Finding[] {
  if (details.length === 0) return []
  const why =
    "DROP TABLE deletes the rows first, and the cascade follows even with `defer_foreign_keys` or `foreign_keys` off"
  const todo =
    "where it is not applied yet: copy the rows of the other table away first and back afterwards, or use ALTER TABLE"
  return [
    { level: "note", text: "a dropped table takes rows of others with it", why, todo, details: shortened(details) },
  ]
}

interface Hazard {
  readonly text: string
  readonly why: string
  readonly todo: string
  readonly isIn: (statement: Statement, project: NonNullable<Setup["project"]["value"]>) => boolean
}

const hazards: readonly Hazard[] = [
  {
    text: "`PRAGMA foreign_keys` does nothing on D1",
    why: "D1 accepts and ignores it: every migration runs in a transaction, where SQLite does not change it",
    todo: "`PRAGMA defer_foreign_keys = on` delays the check to the end of the migration; cascades still run",
    isIn: ({ ast }) => ast?.kind === "pragma" && /^foreign_keys$/i.test(ast.name.name.text) && ast.value !== undefined,
  },
  {
    text: "a trigger that wrangler may cut in two when it is applied to the remote database",
    why: "`CASE ... END` inside a trigger, and `begin` or `end` in small letters, have been reported to fail there",
    todo: "write BEGIN and END in capitals, and WHEN instead of CASE",
    isIn: (statement) => statement.ast?.kind === "create-trigger" && /\bCASE\b|\bend\s*$/.test(wordsOf(statement)),
  },
  {
    text: "`wrangler d1 export` does not work with virtual tables",
    why: "it refuses a database that has one",
    todo: "for a backup use Time Travel, or drop the virtual tables, export, and create them again",
    isIn: ({ ast }) => ast?.kind === "create-virtual-table",
  },
  {
    text: "a statement ends with Drizzle's breakpoint only",
    why: "wrangler does not know it and reads the next statement as part of this one",
    todo: "write `;` before `--> statement-breakpoint`",
    isIn: ({ file, span }, { config }) =>
      config.schema.wrangler !== undefined && /^\s*--> statement-breakpoint/.test(file.text.slice(span.end)),
  },
]

function findingOf(
  { isIn, ...words }: Hazard,
  statements: readonly Statement[],
  project: NonNullable<Setup["project"]["value"]>,
): readonly Finding[] {
  const found = statements.filter((statement) => isIn(statement, project))
  if (found.length === 0) return []
  return [{ level: "note", ...words, details: shortened(found.map(({ file, span }) => placeText(file, span.start))) }]
}

/** The text without strings and comments. */
function wordsOf({ file, span }: Statement): string {
  return file.text.slice(span.start, span.end).replace(/'[^']*'|--[^\n]*|\/\*[\s\S]*?\*\//g, " ")
}
