import { counted } from "../counted.ts"
import { readSource } from "../read.ts"
import { type Check, type Finding, shortened } from "./check.ts"
import type { Setup } from "./setup.ts"

/** Whether the generated code is what the queries compile to now. */
export const output: Check = {
  name: "output",
  run: (setup) => (setup.compiled === undefined ? [] : [...compared(setup.compiled), ...ignoredByGit(setup)]),
}

function compared({ plan, project }: NonNullable<Setup["compiled"]>): readonly Finding[] {
  const folder = `\`${project.config.out.path}/\``
  const inTheWay = plan.diagnostics.filter(({ code }) => code !== "edited-output")
  const edited = plan.diagnostics.filter(({ code }) => code === "edited-output")
  const findings: Finding[] = []
  if (inTheWay.length > 0) {
    const details = inTheWay.map(({ message }) => message)
    const why = "what was not generated is never overwritten"
    findings.push({
      level: "problem",
      text: `${folder} cannot be written`,
      why,
      todo: "move it away, or set `out`",
      details,
    })
  }
  if (edited.length > 0) {
    const text = `${counted(edited.length, "generated file")} edited by hand`
    const details = edited.map(({ primary }) => primary.file.path)
    const why = "the next run writes them anew, and the edits are lost"
    findings.push({ level: "problem", text, why, todo: "change the `.sql` files instead, then run sqlgen", details })
  }
  const stale = plan.changes.filter(({ path }) => !edited.some(({ primary }) => primary.file.path === path))
  if (stale.length > 0) {
    const text = `${folder} is stale: ${counted(stale.length, "file")}`
    const why = "the program still has what the queries were"
    findings.push({ level: "note", text, why, todo: "sqlgen", details: shortened(stale.map(({ path }) => path)) })
  }
  if (findings.length > 0) return findings
  return [{ level: "ok", text: `${counted(plan.unchanged.length, "file")} in ${folder} up to date` }]
}

/** https://git-scm.com/docs/gitignore: only a line that is the folder itself is understood. */
function ignoredByGit({ root, compiled }: Setup): readonly Finding[] {
  const folder = compiled?.project.config.out.path ?? ""
  const read = readSource(root, ".gitignore")
  const lines = read.ok ? read.file.text.split(/\r?\n/).map((line) => line.trim().replace(/^\/|\/$/g, "")) : []
  if (!lines.includes(folder)) return []
  const why =
    "without it in the repository every checkout has to generate before it compiles, and `sqlgen check` finds nothing to compare"
  return [{ level: "note", text: `.gitignore leaves \`${folder}\` out`, why, todo: "commit the generated code" }]
}
