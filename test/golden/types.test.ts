import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import ts from "typescript"
import { expect, test } from "vitest"
import { goldenNames } from "./case.ts"

const here = import.meta.dirname
const root = resolve(here, "../..")

/** `expected.ts` stands for `query.ts` of its folder, where it would lie beside the modules that it imports. */
function virtualFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const name of goldenNames) {
    for (const part of ["", ".schemas"]) {
      const path = join(here, name, `expected${part}.ts`)
      const text = existsSync(path) ? readFileSync(path, "utf8") : ""
      if (text !== "") files.set(join(here, name, `query${part}.ts`), text)
    }
  }
  return files
}

test("the code of every case compiles under our strict flags", () => {
  const files = virtualFiles()
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
  const parsed = ts.parseJsonConfigFileContent({ ...config.config, files: [], include: [] }, ts.sys, root)
  const options: ts.CompilerOptions = {
    ...parsed.options,
    noEmit: true,
    rootDir: root,
    paths: { "wonder-sql/runtime": [join(root, "src/runtime/index.ts")] },
  }
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([...files.keys()], options, {
    ...host,
    fileExists: (path) => files.has(path) || host.fileExists(path),
    readFile: (path) => files.get(path) ?? host.readFile(path),
    getSourceFile: (path, target, ...rest) => {
      const text = files.get(path)
      return text === undefined
        ? host.getSourceFile(path, target, ...rest)
        : ts.createSourceFile(path, text, target, true)
    },
    directoryExists: (path) => host.directoryExists?.(path) ?? existsSync(dirname(path)),
  })
  const found = [...ts.getPreEmitDiagnostics(program), ...program.getDeclarationDiagnostics()]
  expect(files.size).toBeGreaterThan(100)
  expect(ts.formatDiagnostics(found, { ...host, getCurrentDirectory: () => root })).toBe("")
})
