import { existsSync, readdirSync } from "node:fs"
import { join } from "node:path"
import type { CheckedQuery } from "../../src/analyze/checked-query.ts"
import { compileSources } from "../../src/project/build.ts"
import type { Compiled, Sources } from "../../src/project/compile.ts"
import type { Config } from "../../src/project/config.ts"
import { type Verifier, type VerifyOptions, verifierFor } from "../../src/project/verifier.ts"
import { blameOf } from "../../src/verify/blame.ts"
import { unseenOf } from "../../src/verify/coverage.ts"
import { scriptOf } from "../../src/verify/script.ts"
import type { Verified, Violation } from "../../src/verify/verify.ts"
import { isSoak, root, setting, source, sources } from "./sources.ts"

/** A project as files. */
export interface Project extends Sources {
  readonly target: Config["target"]
  /** where its `@json` modules are */
  readonly root: string
  readonly outDir: string
}

export const pack: Project = {
  schema: sources("sql/migrations"),
  queries: sources("sql/queries"),
  target: "d1",
  root,
  outDir: "gen",
}

/** Names of the golden cases that may have queries. */
export const goldens: readonly string[] = readdirSync(join(root, "test/golden")).filter((name) =>
  existsSync(join(root, "test/golden", name, "query.sql")),
)

export function golden(name: string): Project {
  const folder = `test/golden/${name}`
  return {
    schema: [source(`${folder}/schema.sql`)].map(({ text }) => ({ path: "schema.sql", text })),
    queries: [source(`${folder}/query.sql`)].map(({ text }) => ({ path: "query.sql", text })),
    target: targetOf(folder),
    root: join(root, folder),
    outDir: ".",
  }
}

function targetOf(folder: string): Project["target"] {
  const path = `${folder}/sqlgen.json`
  return (existsSync(join(root, path)) ? JSON.parse(source(path).text).target : undefined) ?? "sqlite"
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
  const { value } = await compileSources(project, {
    target: project.target,
    casing: "camel",
    rules: new Map(),
    validation: "generated",
    runtime: "wonder-sql/runtime",
    outDir: project.outDir,
  })
  return value
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
  const verifier: Verifier = await verifierFor(project.schema, queries, project.target, code, options)
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
