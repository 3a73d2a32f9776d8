import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import { report } from "./report.ts"

/** `index.sql` would take the place of `gen/index.ts`; `a.sql` beside `A.sql` is one file on many disks. */
export function collisions(files: readonly SourceFile[]): readonly Diagnostic[] {
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
