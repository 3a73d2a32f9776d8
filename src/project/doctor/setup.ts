import type { Diagnostic, Outcome } from "../../diagnostics/diagnostic.ts"
import type { AppliedSchema } from "../applied-schema.ts"
import { optionsOf } from "../build.ts"
import type { Compiled } from "../compile.ts"
import { type Config, type ConfigFiles, readConfig } from "../config.ts"
import { discover } from "../discover.ts"
import { advance, forget } from "../incremental.ts"
import { loadConfigFiles, loadProject, type Project } from "../load-project.ts"
import { type Manifest, manifestOf } from "../manifest.ts"
import { type Migrations, migrationsIn } from "../migrations.ts"
import { comparedWithDisk } from "../run.ts"
import type { OutputPlan } from "../write.ts"

/** Where the program runs. */
export interface Machine {
  /** `20.19.0` */
  readonly node: string
  /** `npm/11.19.1 node/v20.20.2 linux x64`: what npm and others say of themselves; undefined when none started us */
  readonly userAgent: string | undefined
}

/** All that checks look at, read once. What depends on something that is broken is undefined. */
export interface Setup {
  readonly root: string
  readonly machine: Machine | undefined
  readonly files: ConfigFiles
  readonly manifest: Manifest | undefined
  readonly config: Outcome<Config | undefined>
  readonly migrations: Migrations | undefined
  readonly project: Outcome<Project | undefined>
  /** why the schema does not load; undefined when it was not tried */
  readonly schemaErrors: readonly Diagnostic[] | undefined
  readonly compiled: CompiledSetup | undefined
}

/** What compiling the project gave. */
export interface CompiledSetup {
  readonly project: Project
  readonly schema: AppliedSchema
  readonly outcome: Outcome<Compiled>
  readonly plan: OutputPlan
}

/** Reads and compiles a project, and hands all of it to `use`. */
export async function withSetup<T>(
  root: string,
  machine: Machine | undefined,
  use: (setup: Setup) => Promise<T>,
): Promise<T> {
  const { value: files, diagnostics: unread } = loadConfigFiles(root)
  const read = readConfig(files)
  const config = { value: read.value, diagnostics: [...unread, ...read.diagnostics] }
  const project = loadProject(root, config)
  const setup = {
    root,
    machine,
    files,
    manifest: files.packageJson && manifestOf(files.packageJson),
    config,
    migrations: config.value && migrationsOf(root, config.value),
    project,
  }
  if (project.value === undefined) return use({ ...setup, schemaErrors: undefined, compiled: undefined })
  const { memory, outcome } = await advance(undefined, { ...project.value, options: optionsOf(project.value.config) })
  try {
    const schemaErrors = errorsIn(memory.schema.findings)
    if (schemaErrors.length > 0) return await use({ ...setup, schemaErrors, compiled: undefined })
    const { plan } = comparedWithDisk(project.value, outcome)
    const compiled = { project: project.value, schema: memory.schema, outcome, plan }
    return await use({ ...setup, schemaErrors, compiled })
  } finally {
    forget(memory)
  }
}

function migrationsOf(root: string, { schema }: Config): Migrations | undefined {
  const looked = discover(root, schema.path, () => migrationsIn(root, schema))
  return looked.ok ? looked.found : undefined
}

/** The errors among diagnostics. */
export function errorsIn(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.filter(({ severity }) => severity === "error")
}
