import { createRequire } from "node:module"
import { join } from "node:path"
import { packageManager } from "../manifest.ts"
import { ownVersion } from "../own-files.ts"
import { readSource } from "../read.ts"
import type { Check, Finding } from "./check.ts"
import type { Setup } from "./setup.ts"

/** What generated code imports: this package, and zod 4 in the schemas. */
export const packages: Check = {
  name: "packages",
  run: (setup) => [ownPackage(setup), zod(setup)],
}

function ownPackage(setup: Setup): Finding {
  const installed = versionOf(setup.root, "wonder-sql")
  const why = "generated code imports `wonder-sql/runtime`"
  const { install } = packageManager(setup.root, setup.manifest)
  const todo = `${install} wonder-sql`
  if (installed === undefined)
    return { level: "problem", text: "wonder-sql is not installed in this project", why, todo }
  if (installed !== ownVersion()) {
    const text = `wonder-sql ${installed} is installed, and ${ownVersion()} is running`
    return {
      level: "problem",
      text,
      why,
      todo: "run the installed one: `npm run sqlgen`, or `npx sqlgen` in this folder",
    }
  }
  if (setup.manifest?.wanted.get("wonder-sql") !== "devDependencies")
    return { level: "ok", text: `wonder-sql ${installed}` }
  const text = `wonder-sql ${installed} is a development dependency`
  return { level: "note", text, why: `${why}: without a bundler it is missing in production`, todo }
}

function zod(setup: Setup): Finding {
  const installed = versionOf(setup.root, "zod")
  const why = "the generated `*.schemas.ts` import zod 4"
  const { install } = packageManager(setup.root, setup.manifest)
  if (installed === undefined) return { level: "problem", text: "zod is not installed", why, todo: `${install} zod` }
  const text = `zod ${installed}`
  return installed.startsWith("4.") ? { level: "ok", text } : { level: "problem", text, why, todo: `${install} zod@4` }
}

/** The version that a module of the project would import. */
function versionOf(root: string, name: string): string | undefined {
  try {
    const path = createRequire(join(root, "package.json")).resolve(`${name}/package.json`)
    const read = readSource("", path)
    const manifest: unknown = read.ok ? JSON.parse(read.file.text) : undefined
    return typeof manifest === "object" && manifest !== null && "version" in manifest
      ? String(manifest.version)
      : undefined
  } catch {
    return undefined // not installed, or not as a package
  }
}
