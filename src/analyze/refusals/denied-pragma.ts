import { didYouMean, listOf } from "../../diagnostics/suggest.ts"
import type { PragmaLine } from "../../targets/line.ts"
import { type RefusalInput, type RefusalRule, refusedAt } from "./refusal-rule.ts"

/** A pragma that the target does not let SQL use, or not with this argument. */
export const deniedPragma: RefusalRule = {
  code: "denied-pragma",
  explains: ({ message }, { pragmas }) => pragmas !== undefined && message === "not authorized",
  find: (input) => {
    const { statement, target, error } = input
    const { ast } = statement
    if (error === undefined || target.pragmas === undefined || ast?.kind !== "pragma") return []
    if (ast.name.schema?.text.toLowerCase() === "temp") return []
    const name = ast.name.name.text
    const line = target.pragmas.get(name.toLowerCase())
    const span = line === undefined || line.name !== name ? ast.name.name.span : (ast.value?.span ?? ast.name.span)
    const words = line === undefined ? unknown(input, name) : wrong(line, name)
    return [refusedAt(input, "denied-pragma", span, { words: error.message, ...words })]
  },
}

interface Why {
  readonly label: string
  readonly help: string
  readonly fix?: string
}

const instead: ReadonlyMap<string, string> = new Map([
  ["user_version", "keep the version in a table of your own, as the migrations table does"],
  ["integrity_check", "use PRAGMA quick_check"],
  ["database_list", "use PRAGMA table_list"],
  ["function_list", "see the functions in https://sqlite.org/lang_corefunc.html"],
  ["journal_mode", "remove it: the storage is Cloudflare's to keep"],
  ["synchronous", "remove it: the storage is Cloudflare's to keep"],
  ["busy_timeout", "remove it: calls wait for each other by themselves"],
])

function unknown({ target }: RefusalInput, name: string): Why {
  const label = "not a pragma that SQL may use"
  const known = instead.get(name.toLowerCase())
  if (known !== undefined) return { label, help: known }
  const names = [...(target.pragmas?.keys() ?? [])]
  const near = didYouMean(name, names)
  if (near !== undefined) return { label, help: `did you mean \`${near}\`?`, fix: near }
  return { label, help: `use one of ${listOf(names)}` }
}

function wrong({ name, mode }: PragmaLine, written: string): Why {
  if (written !== name) return { label: "taken in lower case only", help: `write \`${name}\``, fix: name }
  switch (mode) {
    case "name":
      return { label: "needs the name of a table or index", help: `write PRAGMA ${name}(users)` }
    case "read":
      return { label: "takes no argument", help: `write PRAGMA ${name}` }
    case "number":
      return { label: "takes an integer or nothing", help: `write PRAGMA ${name}` }
    case "boolean":
      return { label: "takes on or off, or nothing to read it", help: `write PRAGMA ${name} = on` }
    case "optional-name":
    case "any-name":
    case "name-or-number":
      return { label: "not with this name", help: "name a table of your own" }
  }
}
