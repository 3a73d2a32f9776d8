import type { CheckedQuery } from "../analyze/checked-query.ts"
import { createEngine } from "../engine/sqlite-wasm.ts"
import { targets } from "../targets/index.ts"
import type { LimitLine } from "../targets/line.ts"
import { arenaOf } from "../verify/arena.ts"
import type { Judge } from "../verify/call.ts"
import { noDocuments } from "../verify/documents.ts"
import { subjectsOf } from "../verify/subject.ts"
import { type Verified, verification } from "../verify/verify.ts"
import { applySchema } from "./applied-schema.ts"
import type { Sources } from "./compile.ts"
import type { CompiledFile } from "./compile-file.ts"
import type { Config } from "./config.ts"
import { generatedFunctions } from "./generated-code.ts"
import { moduleLoader, transpilerOf } from "./module-loader.ts"
import { userSchemas } from "./user-schemas.ts"

/** How much is verified. */
export interface VerifyOptions {
  readonly rounds: number
  readonly seed: number
  /** without the contract: every storage class where SQLite admits it */
  readonly hostile: boolean
}

/** A verification that is under way. */
export interface Verifier {
  /** Rounds from 0 on, in order. */
  readonly round: (index: number) => void
  readonly result: () => Verified
  /** what could not be run, as sentences */
  readonly problems: () => readonly string[]
  readonly close: () => void
}

/** Where the code of a project is, so that it can be run. */
export interface ProjectCode {
  readonly root: string
  /** with everything that was emitted from them */
  readonly files: readonly CompiledFile[]
}

/**
 * Rows run on SQLite itself, not on the target's rules: those were asked when the queries were compiled, and here the
 * machine needs savepoints and temporary tables. What one value may hold is bounded, so that `zeroblob(:n)` is.
 */
const profile = { ...targets.sqlite, limits: { valueBytes: bounded(10_000_000) } }

function bounded(most: number): LimitLine {
  const from = { source: "our own bound: a bigger value shows nothing more", date: "2026-11-25" }
  return { most, promised: undefined, words: "string or blob too big", from }
}

/** Makes ready to verify: `schema` as it is applied, and queries that compile against it. */
export async function verifierFor(
  schema: Sources["schema"],
  queries: readonly CheckedQuery[],
  target: Config["target"],
  code: ProjectCode | undefined,
  options: VerifyOptions,
): Promise<Verifier> {
  const engine = await createEngine(profile)
  const { catalog } = applySchema(schema, engine, new Map())
  const ran = await runnableCode(code, options)
  const { round, result } = verification({
    ...options,
    arena: arenaOf(engine),
    catalog,
    subjects: queries.flatMap(subjectsOf),
    ...ran.judge,
    hostile: options.hostile,
    foreignKeys: targets[target].foreignKeys,
  })
  return { round, result, problems: ran.problems, close: () => engine.close() }
}

interface Runnable {
  readonly judge: Omit<Judge, "contracts">
  readonly problems: () => readonly string[]
}

const nothing: Runnable["judge"] = { documents: noDocuments, generated: () => undefined }

/** The generated functions and the user's schemas, as far as they run here. */
async function runnableCode(code: ProjectCode | undefined, { hostile }: VerifyOptions): Promise<Runnable> {
  if (code === undefined) return { judge: nothing, problems: () => [] }
  const transpile = transpilerOf(code.root)
  if (transpile === undefined) {
    const problem =
      "neither esbuild nor TypeScript (before 7) is installed here: generated code and `@json` schemas were not run"
    return { judge: nothing, problems: () => [problem] }
  }
  const runtime = await import("../runtime/index.ts")
  const emitted = code.files.flatMap((file) => file.emitted)
  const loader = moduleLoader(code.root, emitted, transpile, new Map([["wonder-sql/runtime", runtime]]))
  const schemas = userSchemas(loader)
  const functions = generatedFunctions(loader, code.files)
  return {
    // without the contract generated code is right to refuse
    judge: { documents: schemas.documents, generated: hostile ? () => undefined : functions.of },
    problems: () => [...schemas.problems(), ...functions.problems()],
  }
}
