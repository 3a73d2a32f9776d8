import { byPosition, type Diagnostic, type Outcome } from "../diagnostics/diagnostic.ts"
import { type SourceFile, sameFiles } from "../source/source-file.ts"
import { optionsOf } from "./build.ts"
import type { Compiled } from "./compile.ts"
import { advance, forget, type Memory } from "./incremental.ts"
import { KnownOutput } from "./known-output.ts"
import { loadConfig, loadProject, type Project } from "./load-project.ts"
import { type Pace, unhurried } from "./pace.ts"
import { readSource } from "./read.ts"
import { type Progressed, WatchLog } from "./watch-log.ts"
import { type Places, placesOf } from "./watch-places.ts"
import type { Change } from "./write.ts"

/** What one run did. */
export interface Run {
  readonly diagnostics: readonly Diagnostic[]
  /** undefined when there is no project that could be compiled */
  readonly compiled: (Compiled & Progressed & { readonly total: number }) | undefined
  readonly done: readonly Change[]
}

/** A project as it was found on the disk, with what is to be said of that. */
type Loaded = Outcome<Project | undefined>

/**
 * Everything that a watch knows between two runs: what was read, what was compiled, what was written. It decides what is
 * out of date; whoever calls it only says where something happened.
 */
export class WatchTask {
  readonly #root: string
  readonly #output: KnownOutput
  readonly #log = new WatchLog()
  #loaded: Loaded | undefined
  #memory: Memory | undefined
  #said: readonly Diagnostic[] = []
  /** of the last configuration without an error, or of none */
  places: Places = { schema: "sql/migrations", queries: "sql/queries", out: "gen" }

  constructor(root: string) {
    this.#root = root
    this.#output = new KnownOutput(root)
  }

  /**
   * Brings the output up to date after something happened at these paths (undefined: anywhere). `begin` is called once
   * it is certain that something changed; undefined is the answer when nothing did. Rejects when `pace` does.
   */
  async run(
    paths: ReadonlySet<string> | undefined,
    begin: () => void,
    pace: Pace = unhurried,
  ): Promise<Run | undefined> {
    const loaded = this.#load(paths)
    const isNew = !sameProject(this.#loaded, loaded)
    if (!isNew && (paths === undefined || !this.#output.isTouched(paths))) return undefined
    let begun = false
    const beginOnce = (): void => {
      if (!begun) begin()
      begun = true
    }
    if (isNew) beginOnce()
    this.#loaded = loaded
    const run = await this.#compile(loaded, beginOnce, pace)
    if (!begun) {
      if (same(this.#said, run.diagnostics)) return undefined
      beginOnce()
    }
    this.#said = run.diagnostics
    return run
  }

  async #compile({ value: project, diagnostics: found }: Loaded, begin: () => void, pace: Pace): Promise<Run> {
    if (project === undefined) {
      this.#output.forget()
      return { diagnostics: found.toSorted(byPosition), compiled: undefined, done: [] }
    }
    const known = this.#memory
    this.#memory = undefined // used up
    const { memory, outcome } = await advance(known, { ...project, options: optionsOf(project.config) }, pace)
    this.#memory = memory
    const { done, diagnostics: refused } = await this.#output.update(project, outcome, begin, pace)
    const diagnostics = [...found, ...outcome.diagnostics, ...refused].toSorted(byPosition)
    const { value } = outcome
    const compiled = { ...value, ...this.#log.note(project, value), total: project.queries.length }
    return { diagnostics, compiled, done }
  }

  /** Gives back what is held outside of JavaScript. */
  close(): void {
    forget(this.#memory)
    this.#memory = undefined
  }

  /** Reads again what may have changed: only the files named when they were there before and still are. */
  #load(paths: ReadonlySet<string> | undefined): Loaded {
    const sources = [...(paths ?? [])].filter((path) => !this.#output.has(path))
    const saved = paths === undefined ? undefined : this.#reread(new Set(sources))
    if (saved !== undefined) return saved
    const config = loadConfig(this.#root)
    if (config.value !== undefined) this.places = placesOf(config.value)
    return loadProject(this.#root, config)
  }

  #reread(paths: ReadonlySet<string>): Loaded | undefined {
    const { value: project, diagnostics } = this.#loaded ?? { value: undefined, diagnostics: [] }
    if (project === undefined || !project.complete) return undefined
    const known = new Map([...project.schema, ...project.queries].map((file) => [file.path, file]))
    const read = new Map<string, SourceFile>()
    for (const path of paths) {
      const found = known.has(path) ? readSource(this.#root, path) : undefined
      if (found?.ok !== true) return undefined
      read.set(path, found.file)
    }
    const now = (file: SourceFile): SourceFile => read.get(file.path) ?? file
    return { value: { ...project, schema: project.schema.map(now), queries: project.queries.map(now) }, diagnostics }
  }
}

/** The same texts under the same configuration, and nothing else to say of them. */
function sameProject(before: Loaded | undefined, now: Loaded): boolean {
  if (before === undefined) return false
  const [old, project] = [before.value, now.value]
  if (before.diagnostics !== now.diagnostics && !same(before.diagnostics, now.diagnostics)) return false
  if (old === undefined || project === undefined) return old === project
  const config = (each: Project): unknown => [placesOf(each.config), optionsOf(each.config), [...each.config.rules]]
  return (
    (old.config === project.config || same(config(old), config(project))) &&
    old.complete === project.complete &&
    sameFiles(old.schema, project.schema) &&
    sameFiles(old.queries, project.queries)
  )
}

function same(before: unknown, now: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(now)
}
