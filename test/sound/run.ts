import { existsSync } from "node:fs"
import { join } from "node:path"
import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import { compileSources } from "../../src/project/build.ts"
import type { Compiled, CompileOptions, Sources } from "../../src/project/compile.ts"
import type { Config } from "../../src/project/config.ts"
import { type Verifier, type VerifyOptions, verifierFor } from "../../src/project/verifier.ts"
import { blameOf } from "../../src/verify/blame.ts"
import { unseenOf } from "../../src/verify/coverage.ts"
import { scriptOf } from "../../src/verify/script.ts"
import type { Verified, Violation } from "../../src/verify/verify.ts"
import { readCase } from "../golden/case.ts"
import { isSoak, root, setting, sources } from "./sources.ts"

/** A project as files. */
export interface Project extends Sources {
  readonly config: CompileOptions & Pick<Config, "target">
  /** where its `@json` modules are */
  readonly root: string
}

/** A project of these texts for D1. */
export function projectOf(schema: string, queries: string): Project {
  return {
    schema: [{ path: "schema.sql", text: schema }],
    queries: [{ path: "query.sql", text: queries }],
    config: { ...defaults, outDir: "." },
    root,
  }
}

const defaults = {
  target: "d1",
  casing: "camel",
  rules: new Map(),
  validation: "generated",
  runtime: "wonder-sql/runtime",
} as const

export const pack: Project = {
  schema: sources("sql/migrations"),
  queries: sources("sql/queries"),
  config: { ...defaults, outDir: "gen" },
  root,
}

/**
 * A golden case, with its own configuration; where it names no target, that is plain SQLite, which refuses least and
 * enforces no foreign keys.
 */
export function golden(name: string): Project {
  const { schema, query, config, folder } = readCase(name)
  const target = existsSync(join(folder, "sqlgen.json")) ? config.target : "sqlite"
  return {
    schema: [schema],
    queries: [query],
    config: { ...config, target, runtime: "wonder-sql/runtime", outDir: "." },
    root: folder,
  }
}

/** Rounds of `npm run test:soak`. */
const soaking = 200

/**
 * The seed and the rounds of a run: fewer in `npm test`, all in `npm run test:soak`. `SOUND_SEED=7 SOUND_ROUNDS=1000`
 * before either looks elsewhere, and longer.
 */
export function depth(rounds: number): VerifyOptions {
  const usual = isSoak ? soaking : rounds
  return { rounds: setting("SOUND_ROUNDS", usual), seed: setting("SOUND_SEED", 12), hostile: false }
}

/** What a project compiles to. */
export async function compiledOf(project: Project): Promise<Compiled> {
  return (await compileSources(project, project.config)).value
}

/** A project that was compiled, and what all rounds have found of it. `doctor` may change its queries before they run. */
export async function verify(
  project: Project,
  options: VerifyOptions,
  doctor: (query: CheckedQuery) => CheckedQuery = (query) => query,
): Promise<{ readonly compiled: Compiled; readonly verified: Verified; readonly problems: readonly string[] }> {
  const compiled = await compiledOf(project)
  const queries = compiled.checked.flatMap((file) => file.queries).map(doctor)
  const code = { root: project.root, files: compiled.checked }
  const verifier: Verifier = await verifierFor(project.schema, queries, project.config.target, code, options)
  for (let index = 0; index < options.rounds; index++) verifier.round(index)
  const found = { compiled, verified: verifier.result(), problems: verifier.problems() }
  verifier.close()
  return found
}

/** Violations of one kind, each with the SQL that shows it. */
export function broken({ violations }: Verified, kind: ReturnType<typeof blameOf>["kind"]): readonly string[] {
  return violations.filter((violation) => blameOf(violation).kind === kind).map(told)
}

function told({ subject, says, example }: Violation): string {
  return `${subject.name}: ${says}; ${scriptOf(example).join(" ")}`
}

/** How much was seen. */
export interface Seen {
  readonly queries: number
  readonly calls: number
  readonly rows: number
  readonly columns: number
  readonly seen: number
  readonly unseen: readonly string[]
  /** queries that SQLite refused whenever they ran, with its last words */
  readonly refused: readonly string[]
}

export function seenIn({ subjects }: Verified): Seen {
  const unseen = subjects.flatMap((each) => unseenOf(each).map(({ sqlName }) => `${each.subject.name}.${sqlName}`))
  const columns = subjects.reduce((sum, { subject }) => sum + subject.columns.length, 0)
  return {
    queries: subjects.length,
    calls: subjects.reduce((sum, { calls }) => sum + calls, 0),
    rows: subjects.reduce((sum, { rows }) => sum + rows, 0),
    columns,
    seen: columns - unseen.length,
    unseen,
    refused: subjects.flatMap(({ subject, calls, refusal }) => (calls === 0 ? [`${subject.name}: ${refusal}`] : [])),
  }
}
