import { join } from "node:path"
import ts from "typescript"
import { root, textOf } from "./repository.ts"

/**
 * What the type checker says of modules that may lie on no disk (`files`: absolute path to text), under our own strict
 * flags and `changed` ones; the package's entry points are its sources. Only of files for which `counts` holds.
 */
export function typeErrors(
  files: ReadonlyMap<string, string>,
  entries: readonly string[],
  changed: ts.CompilerOptions = {},
  counts: (path: string) => boolean = () => true,
): string {
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
  const parsed = ts.parseJsonConfigFileContent({ ...config.config, files: [], include: [] }, ts.sys, root)
  const options: ts.CompilerOptions = {
    ...parsed.options,
    noEmit: true,
    rootDir: root,
    paths: sourcesOfExports(),
    ...changed,
  }
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([...entries], options, {
    ...host,
    fileExists: (path) => files.has(path) || host.fileExists(path),
    readFile: (path) => files.get(path) ?? host.readFile(path),
    getSourceFile: (path, target, ...rest) => {
      const text = files.get(path)
      return text === undefined
        ? host.getSourceFile(path, target, ...rest)
        : ts.createSourceFile(path, text, target, true)
    },
  })
  const found = ts.getPreEmitDiagnostics(program).filter(({ file }) => file === undefined || counts(file.fileName))
  return ts.formatDiagnostics(found, {
    getCanonicalFileName: (path) => path,
    getCurrentDirectory: () => root,
    getNewLine: () => "\n",
  })
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
