import type { CheckedQuery } from "../analyze/checked-query.ts"
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import { report } from "./report.ts"

/** A query file without an error, and its queries in the order in which they stand. */
export interface CheckedFile {
  readonly file: SourceFile
  readonly queries: readonly CheckedQuery[]
}

/** Puts queries back into their files and leaves out each file with an error; says what is wrong with files as such. */
export function checkFiles(
  files: readonly SourceFile[],
  queries: readonly CheckedQuery[],
  findings: readonly Diagnostic[],
): Outcome<readonly CheckedFile[]> {
  const errors = findings.filter((finding) => finding.severity === "error")
  const failed = new Set(errors.map((finding) => finding.primary.file.path))
  const checked = files
    .filter((file) => !failed.has(file.path))
    .map((file) => ({ file, queries: queries.filter((query) => query.source.file.path === file.path) }))
  const diagnostics = [...checked.flatMap(withoutQuery), ...collisions(files)]
  const wrong = new Set(diagnostics.map((diagnostic) => diagnostic.primary.file.path))
  return { value: checked.filter(({ file }) => !wrong.has(file.path)), diagnostics }
}

function withoutQuery({ file, queries }: CheckedFile): readonly Diagnostic[] {
  if (queries.length > 0) return []
  const end = file.text.search(/\r?\n|$/)
  return [
    report(
      "empty-file",
      file,
      { start: 0, end },
      {
        message: `\`${file.path}\` holds no query`,
        label: "no statement in this file",
        help: "write `-- name: findUser` and a statement below it, or delete the file",
      },
    ),
  ]
}

/** `index.sql` would take the place of `gen/index.ts`; `a.sql` beside `A.sql` is one file on many disks. */
function collisions(files: readonly SourceFile[]): readonly Diagnostic[] {
  const owners = new Map<string, SourceFile | undefined>([["index.ts", undefined]])
  return files.flatMap((file) => {
    const stem = file.path.slice(file.path.lastIndexOf("/") + 1).replace(/\.sql$/, "")
    const outputs = [`${stem}.ts`, `${stem}.schemas.ts`]
    const taken = outputs.find((output) => owners.has(output.toLowerCase()))
    const owner = taken === undefined ? undefined : owners.get(taken.toLowerCase())
    for (const output of outputs) if (!owners.has(output.toLowerCase())) owners.set(output.toLowerCase(), file)
    if (taken === undefined) return []
    const start = { start: 0, end: 0 }
    return [
      report("output-collision", file, start, {
        message: `\`${taken}\` would be generated twice`,
        label: owner === undefined ? "the generated index has this name" : "from this file",
        secondary: owner === undefined ? [] : [{ file: owner, span: start, text: "and from this one" }],
        help: "give the file another name",
      }),
    ]
  })
}
