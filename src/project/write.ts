import { lstatSync, readdirSync, statSync } from "node:fs"
import { join } from "node:path"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import { byPath } from "./discover.ts"
import { codeOf, DiskError, reasonOf, writeHelp } from "./disk-errors.ts"
import { type Pace, unhurried } from "./pace.ts"
import { putFile, removeFile, sweep } from "./put-file.ts"
import { report, reportPath } from "./report.ts"
import { isEdited, isOurs, plainBreaks, sealed } from "./seal.ts"
import { type DiffSide, unifiedDiff } from "./unified-diff.ts"
import { wholeFile } from "./whole-file.ts"

/** A file to be written or removed: its text on the disk now and what it should be (undefined: not there). */
export interface Change {
  readonly path: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/** What has to happen so that the output folder holds exactly the generated files. */
export interface OutputPlan {
  readonly folder: string
  readonly changes: readonly Change[]
  readonly unchanged: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Compares generated files with the disk; nothing is written. With `complete` (no file failed), our files that nothing
 * generates any more are to be removed. Files that are not ours are errors and stay.
 */
export function planOutput(
  root: string,
  folder: string,
  files: readonly { readonly path: string; readonly text: string }[],
  options: { readonly complete: boolean },
): OutputPlan {
  const blocked = blockedFolder(root, folder)
  if (blocked !== undefined) return { folder, changes: [], unchanged: [], diagnostics: [blocked] }
  const planned = files.map((file) => planFile(root, file.path, sealed(file.text)))
  const diagnostics = planned.flatMap((each) => each.diagnostics)
  const stale = options.complete ? staleFiles(root, folder, new Set(files.map((file) => file.path))) : []
  return {
    folder,
    changes: [...planned.flatMap((each) => each.change ?? []), ...stale],
    unchanged: planned.flatMap((each) => (each.unchanged ? [each.path] : [])),
    diagnostics,
  }
}

/** How far a plan was carried out. */
export interface Written {
  readonly done: readonly Change[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Carries a plan out, and stops at the first file that cannot be written. A file appears whole or not at all; another
 * process that does the same at the same time does no harm. Rejects when `pace` does, between two files.
 */
export async function writeOutput(root: string, plan: OutputPlan, pace: Pace = unhurried): Promise<Written> {
  const done: Change[] = []
  if (plan.changes.length > 0) sweep(join(root, plan.folder))
  for (const change of plan.changes) {
    const rest = pace("writing", done.length, plan.changes.length)
    if (rest !== undefined) await rest
    const path = join(root, change.path)
    try {
      if (change.after === undefined) removeFile(path)
      else putFile(path, change.after)
      done.push(change)
    } catch (error) {
      return { done, diagnostics: [unwritable(change.path, error, change.after === undefined ? "removed" : "written")] }
    }
  }
  return { done, diagnostics: [] }
}

/** All changes of a plan as one unified diff. */
export function diffOf(plan: OutputPlan): string {
  return plan.changes
    .toSorted((a, b) => byPath(a.path, b.path))
    .map(({ path, before, after }) => {
      const side = (text: string | undefined): DiffSide => ({ path, text: text && plainBreaks(text) })
      return unifiedDiff(side(before), side(after))
    })
    .join("")
}

interface PlannedFile {
  readonly path: string
  readonly change: Change | undefined
  readonly unchanged: boolean
  readonly diagnostics: readonly Diagnostic[]
}

function planFile(root: string, path: string, text: string): PlannedFile {
  const now = currentText(root, path)
  const refused = (diagnostic: Diagnostic): PlannedFile => {
    return { path, change: undefined, unchanged: false, diagnostics: [diagnostic] }
  }
  if (typeof now === "object") return refused(now.diagnostic)
  if (now !== undefined && plainBreaks(now) === text) {
    return { path, change: undefined, unchanged: true, diagnostics: [] }
  }
  if (now !== undefined && now !== "" && !isOurs(now)) return refused(foreign(path, now))
  const diagnostics = now !== undefined && now !== "" && isEdited(now) ? [edited(path, now)] : []
  return { path, change: { path, before: now, after: text }, unchanged: false, diagnostics }
}

function currentText(root: string, path: string): string | undefined | { readonly diagnostic: Diagnostic } {
  try {
    return wholeFile(join(root, path)).toString("utf8")
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined
    return { diagnostic: unwritable(path, error) }
  }
}

/** A file that the system does not let us write or remove; `error` is Node's. */
export function unwritable(path: string, error: unknown, what: "written" | "removed" = "written"): Diagnostic {
  const words = { message: `\`${path}\` cannot be ${what}`, label: reasonOf(error), help: writeHelp(error) }
  return reportPath("unwritable-file", path, words)
}

/** A file, or a link to nowhere, that stands where the folder should be. */
function blockedFolder(root: string, folder: string): Diagnostic | undefined {
  try {
    const kind = statSync(join(root, folder), { throwIfNoEntry: false })
    if (kind?.isDirectory() === true) return undefined
    if (kind === undefined) {
      const link = lstatSync(join(root, folder), { throwIfNoEntry: false })
      if (link === undefined) return undefined
      throw new DiskError(
        "it is a symbolic link that leads nowhere",
        "make the folder that it leads to, or remove the link",
      )
    }
  } catch (error) {
    return unwritable(`${folder}/`, error)
  }
  return reportPath("unwritable-file", folder, {
    message: `\`${folder}\` is a file`,
    label: "generated code goes into a folder of this name",
    help: "move the file away, or name another folder: `out` in the configuration",
  })
}

function foreign(path: string, text: string): Diagnostic {
  const file = { path, text }
  const end = Math.max(text.search(/\r?\n|$/), 0)
  return report(
    "foreign-file",
    file,
    { start: 0, end },
    {
      message: `\`${path}\` would be overwritten, but sqlgen did not generate it`,
      label: "this line is not the header of a generated file",
      help: "move the file away, or name another folder: `out` in the configuration",
    },
  )
}

function edited(path: string, text: string): Diagnostic {
  const start = text.indexOf("\n") + 1
  const end = start + text.slice(start).search(/\r?\n|$/)
  return report(
    "edited-output",
    { path, text },
    { start, end },
    {
      message: `\`${path}\` was edited by hand`,
      label: /^\/\/ hash: /.test(text.slice(start)) ? "the text below does not have this hash" : "the hash stood here",
      help: "change the `.sql` file instead: generated files are written anew",
    },
  )
}

function staleFiles(root: string, folder: string, kept: ReadonlySet<string>): readonly Change[] {
  let names: readonly string[]
  try {
    names = readdirSync(join(root, folder))
  } catch {
    return [] // there is no such folder yet, or writing into it has already been refused
  }
  return names.toSorted(byPath).flatMap((name) => {
    const path = `${folder}/${name}`
    if (kept.has(path) || !name.endsWith(".ts")) return []
    const text = currentText(root, path)
    return typeof text === "string" && isOurs(text) ? [{ path, before: text, after: undefined }] : []
  })
}
