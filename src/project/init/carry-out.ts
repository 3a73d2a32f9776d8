import { mkdirSync, realpathSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import { codeOf } from "../disk-errors.ts"
import { putFile } from "../put-file.ts"
import { readSource } from "../read.ts"
import { reportPath } from "../report.ts"
import { unwritable } from "../write.ts"
import type { InitChange } from "./plan.ts"

/** How far a plan was carried out. */
export interface CarriedOut {
  readonly done: readonly InitChange[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Makes the changes, and stops at the first that cannot be made. What was not there when it was planned stays. */
export function carryOut(root: string, changes: readonly InitChange[]): CarriedOut {
  const done: InitChange[] = []
  for (const change of changes) {
    const diagnostic = make(root, change)
    if (diagnostic !== undefined) return { done, diagnostics: [diagnostic] }
    done.push(change)
  }
  return { done, diagnostics: [] }
}

function make(root: string, { path, before, after }: InitChange): Diagnostic | undefined {
  const place = join(root, path)
  try {
    if (before === undefined) {
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, after, { flag: "wx" })
      return undefined
    }
    const now = readSource(root, path)
    if (!now.ok || now.file.text !== before) return changedMeanwhile(path)
    putFile(realpathSync(place), after)
    return undefined
  } catch (error) {
    return codeOf(error) === "EEXIST" ? changedMeanwhile(path) : unwritable(path, error)
  }
}

function changedMeanwhile(path: string): Diagnostic {
  const message = `\`${path}\` was changed by somebody else this moment`
  return reportPath("unwritable-file", path, { message, label: "left as it is", help: "run `sqlgen init` again" })
}
