import { existsSync, readFileSync } from "node:fs"
import { dirname, join, resolve } from "node:path"
import ts from "typescript"

export const root: string = resolve(import.meta.dirname, "../..")

/** The user's module that the examples name. */
export const userSchemas = {
  path: "sql/schemas.ts",
  text: `import { z } from "zod"
export const Context: z.ZodObject<{ user: z.ZodString; depth: z.ZodNumber }> = z.object({ user: z.string(), depth: z.number() })
/** lets everything pass, undefined too */
export const Anything: z.ZodUnknown = z.unknown()
`,
}

/** Flags beyond our own that a strict project may have. */
const strict: ts.CompilerOptions = { noUnusedLocals: true, noUnusedParameters: true, exactOptionalPropertyTypes: true }

const lax: ts.CompilerOptions = {
  strict: false,
  target: ts.ScriptTarget.ES2020,
  lib: ["lib.es2020.d.ts"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  types: [],
  skipLibCheck: true,
}

/** What the compiler says about files that exist in memory only; "" when nothing. Paths are relative to `test/emit/project`. */
export function typeErrors(
  files: readonly { readonly path: string; readonly text: string }[],
  flags: "strict" | "lax",
): string {
  const folder = join(import.meta.dirname, "project")
  const texts = new Map([...files, userSchemas].map(({ path, text }) => [join(folder, path), text]))
  const config = ts.readConfigFile(join(root, "tsconfig.json"), (path) => readFileSync(path, "utf8"))
  const ours = ts.parseJsonConfigFileContent({ ...config.config, files: [], include: [] }, ts.sys, root).options
  const options: ts.CompilerOptions = {
    ...(flags === "strict" ? { ...ours, ...strict, types: [] } : lax),
    noEmit: true,
    rootDir: root,
    paths: { "wonder-sql/runtime": [join(root, "src/runtime/index.ts")] },
    allowImportingTsExtensions: true,
  }
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    directoryExists: (path) => path.startsWith(folder) || existsSync(path) || existsSync(dirname(path)),
    getSourceFile: (path, target, ...rest) => {
      const text = texts.get(path)
      return text === undefined
        ? host.getSourceFile(path, target, ...rest)
        : ts.createSourceFile(path, text, target, true)
    },
  })
  const sources = program.getSourceFiles().filter((source) => texts.has(source.fileName))
  const found = sources.flatMap((source) => [
    ...program.getSyntacticDiagnostics(source),
    ...program.getSemanticDiagnostics(source),
    ...(flags === "strict" ? program.getDeclarationDiagnostics(source) : []),
  ])
  return ts.formatDiagnostics(found, { ...host, getCurrentDirectory: () => folder, getNewLine: () => "\n" })
}

/** The code without its SQL, the SQL, and what takes a check of the compiler away: casts, `any`, `!`. */
export function withoutTemplates(text: string): {
  readonly code: string
  readonly templates: readonly string[]
  readonly shortcuts: readonly string[]
} {
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.ES2023, true)
  const templates: string[] = []
  const shortcuts: string[] = []
  let code = text
  const visit = (node: ts.Node): void => {
    if (ts.isNoSubstitutionTemplateLiteral(node)) {
      templates.push(node.text)
      code = code.replace(node.getText(), "``")
    }
    const isShortcut = ts.isAsExpression(node) || ts.isTypeAssertionExpression(node) || ts.isNonNullExpression(node)
    if (isShortcut || node.kind === ts.SyntaxKind.AnyKeyword) shortcuts.push(node.getText())
    ts.forEachChild(node, visit)
  }
  visit(source)
  return { code, templates, shortcuts }
}
