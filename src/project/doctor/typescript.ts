import { type JsonNode, memberOf, parseJson } from "../json-text.ts"
import type { Manifest } from "../manifest.ts"
import { readSource } from "../read.ts"
import type { Check, Finding } from "./check.ts"

/** Whether TypeScript finds `wonder-sql/runtime` and lets generated code import it. `extends` is not followed. */
export const typescript: Check = {
  name: "typescript",
  run: ({ root, manifest }) => {
    const read = readSource(root, "tsconfig.json")
    const parsed = read.ok ? parseJson(read.file.text, { comments: true }) : undefined
    const options = parsed?.ok === true ? memberOf(parsed.value, "compilerOptions")?.value : undefined
    if (options === undefined) return [{ level: "ok", text: "no compilerOptions in a tsconfig.json here" }]
    return [finding(textOf(options, "module"), textOf(options, "moduleResolution"), manifest)]
  },
}

/** Ways of finding modules that do not read `exports` of a package. https://www.typescriptlang.org/tsconfig/#moduleResolution */
const outdated = ["node", "node10", "classic"]

/** Node before 22.12 as TypeScript knows it: CommonJS does not load ES modules. https://www.typescriptlang.org/tsconfig/#module */
const withoutRequire = ["node16", "node18"]

function finding(module: string | undefined, resolution: string | undefined, manifest: Manifest | undefined): Finding {
  const said = [module && `module ${module}`, resolution && `moduleResolution ${resolution}`].filter(Boolean).join(", ")
  const text = said === "" ? "tsconfig.json leaves `module` to TypeScript" : said
  if (resolution !== undefined && outdated.includes(resolution)) {
    const why = "TypeScript then does not find `wonder-sql/runtime` and other paths inside a package"
    const todo = 'set `"moduleResolution": "bundler"` (with `"module": "esnext"`), or both to `nodenext`'
    return { level: "problem", text, why, todo }
  }
  if (withoutRequire.includes(module ?? resolution ?? "") && manifest?.type !== "module") {
    const why = "generated code is CommonJS then, which TypeScript does not let import the ES modules of `wonder-sql`"
    return { level: "problem", text, why, todo: '`"type": "module"` in package.json, or `"module": "nodenext"`' }
  }
  return { level: "ok", text }
}

/** The value of an option; case does not count. */
function textOf(options: JsonNode, key: string): string | undefined {
  const value = memberOf(options, key)?.value
  return value?.kind === "string" ? value.value.toLowerCase() : undefined
}
