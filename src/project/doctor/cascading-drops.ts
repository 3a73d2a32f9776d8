import type { Engine } from "../../engine/engine.ts"
import { createEngine } from "../../engine/sqlite-wasm.ts"
import { type SourceFile, textOf } from "../../source/source-file.ts"
import { parseSchemaFile } from "../../syntax/parse-file.ts"
import { targets } from "../../targets/index.ts"
import { cutWith } from "../check-statement.ts"

/** A DROP TABLE that takes rows, or references, of another table with it. */
interface CascadingDrop {
  readonly file: SourceFile
  readonly at: number
  readonly text: string
}

/**
 * Runs the migrations once more and looks, before each DROP TABLE, at who refers to the table with ON DELETE CASCADE or
 * SET NULL. https://sqlite.org/foreignkeys.html#fk_schemacommands
 */
export async function cascadingDrops(files: readonly SourceFile[]): Promise<readonly CascadingDrop[]> {
  const engine = await createEngine(targets.d1)
  try {
    return files.flatMap((file) => dropsIn(file, engine))
  } finally {
    engine.close()
  }
}

function dropsIn(file: SourceFile, engine: Engine): readonly CascadingDrop[] {
  return parseSchemaFile(file, cutWith(engine)).value.flatMap((statement) => {
    const { ast } = statement
    const table = ast?.kind === "drop" && ast.what === "table" ? ast.name.name.text : undefined
    const victims = table === undefined ? [] : referring(engine, table)
    engine.execute(textOf(file, statement.span))
    return victims.map((victim) => ({ file, at: statement.span.start, text: `\`${table}\`: ${victim}` }))
  })
}

const query = `SELECT m.name, f.on_delete FROM sqlite_schema AS m JOIN pragma_foreign_key_list(m.name) AS f
  WHERE m.type = 'table' AND lower(f."table") = lower(?1) AND lower(m.name) <> lower(?1)
    AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT') GROUP BY 1, 2 ORDER BY 1, 2`

function referring(engine: Engine, table: string): readonly string[] {
  const answer = engine.query(query, [table])
  return answer.ok ? answer.rows.map(([name, action]) => `\`${name}\` refers to it with ON DELETE ${action}`) : []
}
