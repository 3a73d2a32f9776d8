import { readdirSync } from "node:fs"
import { join } from "node:path"
import { sentence } from "../../diagnostics/one-line.ts"
import { counted } from "../counted.ts"
import { byPath, discover, filesIn } from "../discover.ts"
import { placeText } from "../place-text.ts"
import { type Check, type Finding, shortened } from "./check.ts"
import { errorsIn, type Setup } from "./setup.ts"

/** The files of queries: those that compile, those that do not, and those that nobody reads. */
export const queries: Check = {
  name: "queries",
  run: (setup) => {
    const { config, compiled } = setup
    if (config.value === undefined) return []
    const folder = config.value.queries.path
    const ignored = ignoredIn(setup.root, folder)
    const why = `only files \`${folder}/*.sql\` are read`
    const text = `${counted(ignored.length, "file")} in \`${folder}\` ${ignored.length === 1 ? "is" : "are"} ignored`
    const note = {
      level: "note",
      text,
      why,
      todo: "move or rename what holds queries",
      details: shortened(ignored),
    } as const
    return [
      ...(compiled === undefined ? missing(setup, folder) : [compiles(compiled)]),
      ...(ignored.length === 0 ? [] : [note]),
    ]
  },
}

function missing({ root }: Setup, folder: string): readonly Finding[] {
  if (discover(root, folder, () => filesIn(root, folder)).ok) return []
  const why = "functions are generated from the queries there"
  return [{ level: "problem", text: `there is no \`${folder}\``, why, todo: "sqlgen init" }]
}

function compiles({ project, outcome }: NonNullable<Setup["compiled"]>): Finding {
  const errors = errorsIn(outcome.diagnostics)
  const count = outcome.value.checked.reduce((sum, file) => sum + file.queries.length, 0)
  const text = `${counted(count, "query", "queries")} in ${counted(project.queries.length, "file")}`
  if (errors.length === 0) return { level: "ok", text }
  const details = errors.map((each) => `${placeText(each.primary.file, each.primary.span.start)}: ${sentence(each)}`)
  const why = "files with an error keep their last good output"
  return {
    level: "problem",
    text: `${text}, ${counted(errors.length, "error")}`,
    why,
    todo: "sqlgen",
    details: shortened(details),
  }
}

/** SQL that is not read: in folders, or with another ending. */
function ignoredIn(root: string, folder: string): readonly string[] {
  const looked = discover(root, folder, () => {
    const others = readdirSync(join(root, folder)).filter((name) =>
      /^[^.].*\.(?:sqlx?|pgsql|psql|ddl|sql\.\w+)$/i.test(name),
    )
    return { found: filesIn(root, folder), others: others.map((name) => `${folder}/${name}`) }
  })
  if (!looked.ok) return []
  const { found, others } = looked.found
  return [...new Set([...found.unread, ...others.filter((path) => !found.files.includes(path))])].toSorted(byPath)
}
