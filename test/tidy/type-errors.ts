import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { root, textOf } from "./repository.ts"

/** Options as a `tsconfig.json` has them, https://www.typescriptlang.org/tsconfig */
export type CompilerOptions = Readonly<Record<string, unknown>>

/**
 * What `tsc` says of modules under our own strict flags and `changed` ones; "" when nothing. `files`: absolute path below
 * the repository to text; they need not lie there, and import as if they did. The package's entry points are its sources.
 * Only of files for which `counts` holds.
 */
export function typeErrors(
  files: ReadonlyMap<string, string>,
  entries: readonly string[],
  changed: CompilerOptions = {},
  counts: (path: string) => boolean = () => true,
): string {
  // a folder in the repository, that bare names resolve; `rootDirs` make it lie over the repository for relative ones
  const beside = mkdtempSync(join(root, ".type-errors-"))
  const at = (path: string): string => (files.has(path) ? join(beside, relative(root, path)) : path)
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(at(path)), { recursive: true })
      writeFileSync(at(path), text)
    }
    const compilerOptions = {
      noEmit: true,
      rootDir: root,
      rootDirs: [root, beside],
      paths: sourcesOfExports(),
      ...changed,
    }
    const config = {
      extends: join(root, "tsconfig.json"),
      compilerOptions,
      files: entries.map(at),
      include: [],
      exclude: [],
    }
    writeFileSync(join(beside, "tsconfig.json"), JSON.stringify(config))
    return tsc(beside)
      .map((message) => message.replaceAll(`${beside}/`, `${root}/`))
      .filter((message) => {
        const place = placeOf(message)
        return place === undefined || counts(join(beside, place).replace(beside, root))
      })
      .join("\n")
  } finally {
    rmSync(beside, { recursive: true })
  }
}

/** The messages of the type checker on a project folder that has a `tsconfig.json`: each with its further lines. */
export function tsc(folder: string): readonly string[] {
  const program = join(root, "node_modules/typescript/bin/tsc")
  const { stdout, stderr, error } = spawnSync(process.execPath, [program, "--pretty", "false", "-p", folder], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  })
  if (error !== undefined) throw error
  return (stdout + stderr).split(/\n(?! )/).filter((message) => message !== "")
}

/** `query.ts(3,4): error …` -> `query.ts`; undefined where a message is of no file */
function placeOf(message: string): string | undefined {
  return /^(.*)\(\d+,\d+\): /.exec(message)?.[1]
}

/** `wonder-sql/d1` -> its source, for every entry point of the package. */
function sourcesOfExports(): Record<string, string[]> {
  const manifest: { readonly exports: Readonly<Record<string, string | { readonly types: string }>> } = JSON.parse(
    textOf("package.json"),
  )
  return Object.fromEntries(
    Object.entries(manifest.exports).flatMap(([name, target]) => {
      if (typeof target === "string") return []
      const source = target.types.replace("./dist/", "src/").replace(/\.d\.ts$/, ".ts")
      return [[`wonder-sql${name.slice(1)}`, [join(root, source)]]]
    }),
  )
}
