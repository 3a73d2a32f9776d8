import { counted } from "../counted.ts"
import { readSource } from "../read.ts"
import { type Check, shortened } from "./check.ts"

/** SQL with the line breaks of Windows. */
export const lineEnds: Check = {
  name: "line-ends",
  run: ({ root, project: { value: project } }) => {
    if (project === undefined) return []
    const files = [...project.schema, ...project.queries].filter(({ text }) => text.includes("\r\n"))
    if (files.length === 0) return [{ level: "ok", text: "line feeds only" }]
    const text = `${counted(files.length, "file")} with the line breaks of Windows`
    const why =
      "wrangler has applied migrations with triggers wrongly because of them, and diffs differ between machines"
    const attributes = readSource(root, ".gitattributes")
    const set = attributes.ok && /\beol=lf\b/.test(attributes.file.text)
    const todo = `${set ? "" : "`*.sql text eol=lf` in .gitattributes, then "}\`git add --renormalize .\``
    return [{ level: "note", text, why, todo, details: shortened(files.map(({ path }) => path)) }]
  },
}
