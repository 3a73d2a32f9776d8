import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { Span } from "../source/source-file.ts"
import type { Annotation } from "../syntax/annotation.ts"
import type { Statement } from "../syntax/statement.ts"
import { pascalCase, toValueName } from "./names.ts"

interface Named {
  readonly statement: Statement
  readonly annotation: Annotation
}

/** What names a type: a query, or a step of a transaction whose rows have one. */
interface TypeName {
  readonly statement: Statement
  readonly text: string
  readonly span: Span
  /** `ClaimNext` of `ClaimNextRow` */
  readonly type: string
}

/** Rules over the names of all queries of a project: usable, and no two alike in one file. */
export function checkNames(statements: readonly Statement[]): readonly Diagnostic[] {
  const named = statements.flatMap((statement) =>
    statement.annotation === undefined ? [] : [{ statement, annotation: statement.annotation }],
  )
  const byFile = new Map<string, TypeName[]>()
  for (const one of named) {
    const group = byFile.get(one.statement.file.path) ?? []
    group.push(...typeNames(one))
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

function typeNames({ statement, annotation }: Named): readonly TypeName[] {
  const { text, span } = annotation.name
  const own = { statement, text, span, type: pascalCase(text) }
  const steps = (statement.steps ?? []).flatMap((step): readonly TypeName[] => {
    if (!step.named) return []
    const { name } = step.statement.annotation
    return [{ statement, text: `${text}.${name.text}`, span: name.span, type: own.type + pascalCase(name.text) }]
  })
  return [own, ...steps]
}

/** `claimNext` and `claim_next` are two functions, but both would name a type `ClaimNextRow`. */
function collisions(named: readonly TypeName[]): readonly Diagnostic[] {
  const first = new Map<string, TypeName>()
  return named.flatMap((one): readonly Diagnostic[] => {
    const earlier = first.get(one.type)
    if (earlier === undefined) {
      first.set(one.type, one)
      return []
    }
    const same = earlier.text === one.text
    // two steps of one name are told of where steps are
    if (same && one.statement === earlier.statement) return []
    return [
      {
        code: same ? "duplicate-name" : "name-collision",
        severity: "error",
        message: same
          ? `two queries are called \`${one.text}\``
          : `\`${earlier.text}\` and \`${one.text}\` both name the type \`${one.type}Row\``,
        primary: { file: one.statement.file, span: one.span, text: same ? "again here" : "collides" },
        secondary: [{ file: earlier.statement.file, span: earlier.span, text: "first here" }],
        help: "give one of them another name",
        fix: undefined,
      },
    ]
  })
}
