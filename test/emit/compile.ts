import { join, resolve } from "node:path"
import ts from "@typescript/typescript6"
import { type CompilerOptions, typeErrors as typeErrorsOf } from "../tidy/type-errors.ts"

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
const strict: CompilerOptions = { noUnusedLocals: true, noUnusedParameters: true, exactOptionalPropertyTypes: true }

const lax: CompilerOptions = {
  strict: false,
  noUncheckedIndexedAccess: false,
  exactOptionalPropertyTypes: false,
  noImplicitOverride: false,
  noImplicitReturns: false,
  noFallthroughCasesInSwitch: false,
  noPropertyAccessFromIndexSignature: false,
  noUncheckedSideEffectImports: false,
  verbatimModuleSyntax: false,
  isolatedModules: false,
  isolatedDeclarations: false,
  erasableSyntaxOnly: false,
  rewriteRelativeImportExtensions: false,
  declaration: false,
  target: "es2020",
  lib: ["es2020"],
  module: "esnext",
  moduleResolution: "bundler",
}

/** What the compiler says about files that exist in memory only; "" when nothing. Paths are relative to `test/emit/project`. */
export function typeErrors(
  files: readonly { readonly path: string; readonly text: string }[],
  flags: "strict" | "lax",
): string {
  const folder = join(import.meta.dirname, "project")
  const texts = new Map([...files, userSchemas].map(({ path, text }) => [join(folder, path), text]))
  const options = { ...(flags === "strict" ? strict : lax), types: [], allowImportingTsExtensions: true }
  return typeErrorsOf(texts, [...texts.keys()], options, (path) => path.startsWith(folder))
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
