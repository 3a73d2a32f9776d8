import { join } from "node:path"
import ts from "@typescript/typescript6"
import { expect, test } from "vitest"
import { root, textOf } from "./repository.ts"

/** Every name that the package gives away, by entry point: to widen it shows in review. */
test("the public API is the one that was agreed", async () => {
  const manifest: { readonly exports: Readonly<Record<string, string | { readonly types: string }>> } = JSON.parse(
    textOf("package.json"),
  )
  const entries = Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === "string"
      ? []
      : [{ name, source: target.types.replace("./dist/", "src/").replace(".d.ts", ".ts") }],
  )
  const config = ts.readConfigFile(join(root, "tsconfig.json"), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const program = ts.createProgram(
    entries.map(({ source }) => join(root, source)),
    { ...options, noEmit: true },
  )
  const checker = program.getTypeChecker()
  const lines = entries.flatMap(({ name, source }) => {
    const file = program.getSourceFile(join(root, source))
    const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file)
    const names =
      symbol === undefined ? ["(no such module)"] : checker.getExportsOfModule(symbol).map((one) => one.name)
    return [`# wonder-sql${name.slice(1)}`, ...names.toSorted(), ""]
  })
  await expect(lines.join("\n")).toMatchFileSnapshot(join(root, "test/tidy/public-api.txt"))
})
