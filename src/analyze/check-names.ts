import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Annotation } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import { pascalCase, toValueName } from "./names.ts"

interface Named {
  readonly statement: Statement
  readonly annotation: Annotation
}

/** Rules over the names of all queries of a project: usable, and no two alike in one file. */
export function checkNames(statements: readonly Statement[]): readonly Diagnostic[] {
  const named = statements.flatMap((statement) =>
    statement.annotation === undefined ? [] : [{ statement, annotation: statement.annotation }],
  )
  const byFile = new Map<string, Named[]>()
  for (const one of named) {
    const group = byFile.get(one.statement.file.path) ?? []
    group.push(one)
    byFile.set(one.statement.file.path, group)
  }
  return [...named.flatMap(unusable), ...[...byFile.values()].flatMap(collisions)]
}

function unusable({ statement, annotation }: Named): readonly Diagnostic[] {
  const { name } = annotation
  const checked = toValueName(name.text)
  if (checked.name !== undefined) return []
  return [
    {
      code: "query-name",
      severity: "error",
      message: `\`${name.text}\` cannot be the name of a function`,
      primary: { file: statement.file, span: name.span, text: whyUnusable(name.text) },
      secondary: [],
      help: `call it \`${checked.suggestion}\``,
      fix: { file: statement.file, span: name.span, text: checked.suggestion },
    },
  ]
}

function whyUnusable(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name)
    ? "a reserved word of TypeScript, or a global that generated code uses"
    : "a name has ASCII letters, digits, `_` and `$`, and starts with no digit"
}

/** `claimNext` and `claim_next` are two functions, but both would name a type `ClaimNextRow`. */
function collisions(named: readonly Named[]): readonly Diagnostic[] {
  const first = new Map<string, Named>()
  return named.flatMap((one): readonly Diagnostic[] => {
    const key = pascalCase(one.annotation.name.text)
    const earlier = first.get(key)
    if (earlier === undefined) {
      first.set(key, one)
      return []
    }
    const same = earlier.annotation.name.text === one.annotation.name.text
    return [
      {
        code: same ? "duplicate-name" : "name-collision",
        severity: "error",
        message: same
          ? `two queries are called \`${one.annotation.name.text}\``
          : `\`${earlier.annotation.name.text}\` and \`${one.annotation.name.text}\` both name the type \`${key}Row\``,
        primary: { file: one.statement.file, span: one.annotation.name.span, text: same ? "again here" : "collides" },
        secondary: [{ file: earlier.statement.file, span: earlier.annotation.name.span, text: "first here" }],
        help: "give one of them another name",
        fix: undefined,
      },
    ]
  })
}
