import type { Outcome } from "../diagnostics/diagnostic.ts"
import { createEngine } from "../engine/sqlite-wasm.ts"
import { targets } from "../targets/index.ts"
import { type Compiled, type CompileOptions, compile, type Sources } from "./compile.ts"
import type { Config } from "./config.ts"
import type { Project } from "./load-project.ts"
import { type Progress, unhurried } from "./pace.ts"

/** Compiles texts for a target with a fresh engine; no disk is touched. */
export async function compileSources(
  sources: Sources,
  options: CompileOptions & { readonly target: Config["target"] },
  progress: Progress = unhurried,
): Promise<Outcome<Compiled>> {
  const engine = await createEngine(targets[options.target])
  try {
    return compile(sources, engine, options, progress)
  } finally {
    engine.close()
  }
}

/** Compiles a project with its own configuration. */
export async function build(project: Project, progress?: Progress): Promise<Outcome<Compiled>> {
  return compileSources(project, optionsOf(project.config), progress)
}

/** What of a configuration decides over the generated text. */
export function optionsOf(config: Config): CompileOptions & { readonly target: Config["target"] } {
  const { target, casing, validation, rules } = config
  return { target, casing, validation, rules, runtime: "wonder-sql/runtime", outDir: config.out.path }
}
