import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { run } from "../../src/cli/args.ts"
import { sqlgen } from "../cli/in-process.ts"
import type { Tree } from "./random-edits.ts"

/** A project in a folder of its own under `sqlgen --watch`: the real command over the real file system. */
export interface Watched {
  readonly root: string
  /** the text of each run, from its begin line to its end line */
  readonly runs: readonly string[]
  /** resolves with the run in which this holds, also one that has ended already */
  until(holds: (run: string) => boolean): Promise<string>
  /** what was said after the last run */
  rest(): string
  write(path: string, text: string): void
  /** as editors save: written beside its place and renamed into it */
  replace(path: string, text: string): void
  /** with the exit code */
  readonly ended: Promise<number>
  stop(): Promise<number>
}

/** A folder that holds these files. */
export function folderWith(tree: Tree): string {
  const root = mkdtempSync(join(tmpdir(), "sqlgen-watch-"))
  for (const [path, text] of tree) writeIn(root, path, text)
  return root
}

/** Starts to watch; resolves at the end of the first run. */
export async function watched(root: string, args: readonly string[] = [], live = false): Promise<Watched> {
  const runs: string[] = []
  const waiting = new Set<() => void>()
  const stop = new AbortController()
  let text = ""
  const exit = run(["--watch", ...args], {
    out: hear,
    err: hear,
    input: (async function* () {})(),
    cwd: root,
    color: false,
    live,
    interruption: () => stop.signal,
    npmWatch: false,
  })
  function hear(part: string): void {
    text += part
    if (!/^sqlgen: .*, watching\n/m.test(part)) return
    runs.push(text)
    text = ""
    for (const look of waiting) look()
  }
  let seen = 0
  const until: Watched["until"] = (holds) =>
    new Promise((done) => {
      const look = (): void => {
        const index = runs.findIndex((each, at) => at >= seen && holds(each))
        if (index < 0) return
        seen = index + 1
        waiting.delete(look)
        done(runs[index] ?? "")
      }
      waiting.add(look)
      look()
    })
  await until(() => true)
  return {
    root,
    runs,
    rest: () => text,
    ended: exit,
    until,
    write: (path, content) => writeIn(root, path, content),
    replace: (path, content) => {
      const beside = join(root, `${path}.tmp${process.pid}`)
      writeFileSync(beside, content)
      renameSync(beside, join(root, path))
    },
    stop: () => {
      stop.abort()
      return exit
    },
  }
}

/** Generated files with their texts. */
export function outputIn(root: string): Readonly<Record<string, string>> {
  const names = readdirSync(join(root, "gen")).sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(root, "gen", name), "utf8")]))
}

/** When each generated file was written. */
export function timesIn(root: string): Readonly<Record<string, number>> {
  const names = readdirSync(join(root, "gen")).sort()
  return Object.fromEntries(names.map((name) => [name, statSync(join(root, "gen", name)).mtimeMs]))
}

/** What `sqlgen` writes for these files in a folder where it never ran. */
export async function freshOutput(tree: Tree): Promise<Readonly<Record<string, string>>> {
  const root = folderWith(tree)
  try {
    await sqlgen(root, [])
    return outputIn(root)
  } finally {
    rmSync(root, { recursive: true })
  }
}

function writeIn(root: string, path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
