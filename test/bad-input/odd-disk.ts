import { execFileSync } from "node:child_process"
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** `run.json` of a bad input: how sqlgen is run, and what a checkout cannot hold. Paths count from the project. */
export interface Plan {
  readonly args?: readonly string[]
  /** it takes long: only what a person reads is looked at */
  readonly once?: boolean
  /** the name of the project's folder */
  readonly root?: string
  readonly remove?: readonly string[]
  readonly rename?: Readonly<Record<string, string>>
  /** text to add to files */
  readonly append?: Readonly<Record<string, string>>
  /** text so many times; `{i}` is the count, and in a path there is a file for each */
  readonly repeat?: Readonly<Record<string, { readonly text: string; readonly times: number }>>
  readonly folders?: readonly string[]
  readonly pipes?: readonly string[]
  /** symbolic links and what they say */
  readonly links?: Readonly<Record<string, string>>
  /** files of so many bytes of nothing */
  readonly sizes?: Readonly<Record<string, number>>
  /** rights, in octal. They do not stop root: sqlgen is then run as a plain user */
  readonly modes?: Readonly<Record<string, string>>
}

const nobody = 65534
const isRoot = process.getuid?.() === 0

/** Makes a folder of this name, and removes it afterwards. */
export async function withFolder(name: string, use: (root: string) => Promise<void>): Promise<void> {
  const above = mkdtempSync(join(tmpdir(), "sqlgen-bad-input-"))
  chmodSync(above, 0o755)
  const root = join(above, name)
  mkdirSync(root)
  try {
    await use(root)
  } finally {
    if (!isRoot) execFileSync("chmod", ["-R", "u+rwX", above])
    rmSync(above, { recursive: true })
  }
}

/** Brings a project into the state that a plan wants. */
export function prepare(root: string, plan: Plan): void {
  const at = (path: string): string => join(root, path)
  for (const path of plan.remove ?? []) rmSync(at(path), { recursive: true })
  for (const [from, to] of Object.entries(plan.rename ?? {})) renameSync(at(from), at(to))
  for (const [path, text] of Object.entries(plan.append ?? {})) writeFileSync(at(path), text, { flag: "a" })
  for (const [path, { text, times }] of Object.entries(plan.repeat ?? {})) {
    const texts = Array.from({ length: times }, (_, index) => text.replaceAll("{i}", String(index)))
    if (!path.includes("{i}")) writeFileSync(at(path), texts.join(""))
    else for (const [index, each] of texts.entries()) writeFileSync(at(path.replace("{i}", String(index))), each)
  }
  for (const path of plan.folders ?? []) mkdirSync(at(path))
  for (const path of plan.pipes ?? []) execFileSync("mkfifo", [at(path)])
  for (const [path, target] of Object.entries(plan.links ?? {})) symlinkSync(target, at(path))
  for (const [path, size] of Object.entries(plan.sizes ?? {})) {
    writeFileSync(at(path), "")
    truncateSync(at(path), size)
  }
  if (plan.modes === undefined) return
  for (const path of ["", ...readdirSync(root, { encoding: "utf8", recursive: true })])
    if (isRoot) chownSync(at(path), nobody, nobody)
  for (const [path, mode] of Object.entries(plan.modes)) chmodSync(at(path), Number.parseInt(mode, 8))
}

/** Does something with the rights of a plain user, where rights matter. */
export async function asItsUser<T>(plan: Plan, work: () => Promise<T>): Promise<T> {
  if (plan.modes === undefined || !isRoot) return work()
  process.seteuid?.(nobody)
  try {
    return await work()
  } finally {
    process.seteuid?.(0)
  }
}
