import { existsSync } from "node:fs"
import { join } from "node:path"
import { outputPath, stemOf } from "../emit/module-path.ts"
import type { SourceFile } from "../source/source-file.ts"
import { optionsOf } from "./build.ts"
import type { Compiled } from "./compile.ts"
import type { CompiledFile } from "./compile-file.ts"
import { type InspectedQuery, inspected } from "./inspect-project.ts"
import type { Project } from "./load-project.ts"
import { type QueryChange, queryChanges } from "./query-changes.ts"

/** What one run did to a project, as seen from the run before. */
export interface Progressed {
  /** sources that have another text than before, are new or gone; none in the first run */
  readonly edited: readonly string[]
  /** since the last run in which the file was good; none in the first run */
  readonly changes: readonly QueryChange[]
  /** query files that do not compile, and whose last good output stays */
  readonly kept: readonly string[]
  /** query files that did not compile before */
  readonly repaired: readonly string[]
}

/** The queries as they were last good, and what happens to them from run to run. */
export class WatchLog {
  readonly #good = new Map<string, { readonly file: CompiledFile; readonly queries: readonly InspectedQuery[] }>()
  #sources: ReadonlyMap<string, string> | undefined
  #broken: ReadonlySet<string> = new Set()

  /** Notes a run, and says what it changed. */
  note(project: Project, compiled: Compiled): Progressed {
    const edited = this.#edited([...project.schema, ...project.queries])
    const changes = [...this.#changed(compiled), ...this.#gone(project)]
    const first = this.#sources === undefined
    this.#sources = new Map([...project.schema, ...project.queries].map(({ path, text }) => [path, text]))
    const good = new Set(compiled.checked.map(({ file }) => file.path))
    const broken = project.queries.filter(({ path }) => !good.has(path))
    const repaired = [...this.#broken].filter((path) => good.has(path))
    this.#broken = new Set(broken.map(({ path }) => path))
    return {
      edited: first ? [] : edited,
      changes: first ? [] : changes,
      kept: broken.filter((file) => hasOutput(project, file)).map(({ path }) => path),
      repaired,
    }
  }

  #edited(files: readonly SourceFile[]): readonly string[] {
    const there = new Set(files.map(({ path }) => path))
    const gone = [...(this.#sources?.keys() ?? [])].filter((path) => !there.has(path))
    return [...files.filter(({ path, text }) => this.#sources?.get(path) !== text).map(({ path }) => path), ...gone]
  }

  #changed({ checked }: Compiled): readonly QueryChange[] {
    return checked.flatMap((file) => {
      const { path } = file.file
      const before = this.#good.get(path)
      if (before?.file === file) return []
      const queries = file.queries.map(inspected)
      this.#good.set(path, { file, queries })
      return queryChanges(before?.queries ?? [], queries)
    })
  }

  #gone(project: Project): readonly QueryChange[] {
    const there = new Set(project.queries.map(({ path }) => path))
    return [...this.#good].flatMap(([path, { queries }]) => {
      if (there.has(path)) return []
      this.#good.delete(path)
      return queryChanges(queries, [])
    })
  }
}

function hasOutput({ root, config }: Project, file: SourceFile): boolean {
  return existsSync(join(root, outputPath(optionsOf(config), `${stemOf(file)}.ts`)))
}
