import { hasErrors, type Outcome } from "../diagnostics/diagnostic.ts"
import type { EmittedFile } from "../emit/file.ts"
import type { Compiled } from "./compile.ts"
import type { Project } from "./load-project.ts"
import type { Pace } from "./pace.ts"
import { readSource } from "./read.ts"
import { plainBreaks, sealed } from "./seal.ts"
import { planOutput, type Written, writeOutput } from "./write.ts"

/** What the output folder holds after a run that could write everything. */
interface Held {
  readonly folder: string
  readonly complete: boolean
  readonly texts: ReadonlyMap<string, string>
}

/** The output folder as we left it: only what differs from that is compared with the disk and written. */
export class KnownOutput {
  readonly #root: string
  #folder: string | undefined
  #held: Held | undefined

  constructor(root: string) {
    this.#root = root
  }

  /** True for a path in the output folder. */
  has(path: string): boolean {
    return this.#folder !== undefined && path.endsWith(".ts") && path.startsWith(`${this.#folder}/`)
  }

  /** True when one of these paths is in the output folder and is not as we left it. */
  isTouched(paths: ReadonlySet<string>): boolean {
    return [...paths].some((path) => this.#folder === path || (this.has(path) && !this.#isAsLeft(path)))
  }

  /** The folder is not known any more: the next run compares all of it. */
  forget(): void {
    this.#held = undefined
  }

  /** Writes what differs; `begin` is called before anything is. The last good output of a file with an error stays. */
  async update(
    project: Project,
    { value, diagnostics }: Outcome<Compiled>,
    begin: () => void,
    pace: Pace,
  ): Promise<Written> {
    const folder = project.config.out.path
    const complete = project.complete && !hasErrors(diagnostics)
    const files = [...value.files, ...(value.index === undefined || !complete ? [] : [value.index])]
    const held = this.#held?.folder === folder && this.#held.complete === complete ? this.#held : undefined
    const partly =
      held !== undefined && files.length === held.texts.size && files.every(({ path }) => held.texts.has(path))
    const wanted = partly ? files.filter(({ path, text }) => held.texts.get(path) !== text) : files
    const plan = planOutput(this.#root, folder, wanted, { complete: complete && !partly })
    if (plan.changes.length > 0) begin()
    this.forget() // while it is being written, and when that is broken off, nobody knows
    const written = await writeOutput(this.#root, plan, pace)
    const said = [...plan.diagnostics, ...written.diagnostics]
    this.#folder = folder
    this.#held = said.length > 0 ? undefined : { folder, complete, texts: textsOf(files) }
    return { done: written.done, diagnostics: said }
  }

  #isAsLeft(path: string): boolean {
    const left = this.#held?.texts.get(path)
    const now = readSource(this.#root, path)
    const asLeft = now.ok ? left !== undefined && plainBreaks(now.file.text) === sealed(left) : left === undefined
    if (!asLeft) this.forget()
    return asLeft
  }
}

function textsOf(files: readonly EmittedFile[]): ReadonlyMap<string, string> {
  return new Map(files.map(({ path, text }) => [path, text]))
}
