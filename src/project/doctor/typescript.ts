import { memberOf, parseJson } from "../json-text.ts"
import { readSource } from "../read.ts"
import type { Check, Finding } from "./check.ts"

/** Ways of finding modules that do not read `exports` of a package. https://www.typescriptlang.org/tsconfig/#moduleResolution */
const outdated = ["node", "node10", "classic"]

/** Whether TypeScript finds `wonder-sql/runtime`. */
export const typescript: Check = {
  name: "typescript",
  run: ({ root }) => {
    const read = readSource(root, "tsconfig.json")
    const parsed = read.ok ? parseJson(read.file.text, { comments: true }) : undefined
    return [
      parsed?.ok === true
        ? finding(resolutionIn(parsed.value))
        : { level: "ok", text: "no tsconfig.json that we read" },
    ]
  },
}

function resolutionIn(root: Parameters<typeof memberOf>[0]): string | undefined {
  const options = memberOf(root, "compilerOptions")?.value
  const resolution = options && memberOf(options, "moduleResolution")?.value
  return resolution?.kind === "string" ? resolution.value : undefined
}

function finding(resolution: string | undefined): Finding {
  if (resolution === undefined || !outdated.includes(resolution.toLowerCase())) {
    return { level: "ok", text: `moduleResolution ${resolution ?? "is not set in tsconfig.json"}` }
  }
  const why = "TypeScript then does not find `wonder-sql/runtime` and other paths inside a package"
  const todo = 'set `"moduleResolution": "bundler"` (with `"module": "esnext"`), or both to `nodenext`'
  return { level: "problem", text: `moduleResolution ${resolution}`, why, todo }
}
