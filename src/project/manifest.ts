import { existsSync } from "node:fs"
import { join } from "node:path"
import type { SourceFile } from "../source/source-file.ts"
import { type JsonNode, memberOf, parseJson } from "./json-text.ts"

/** What a package.json says, as far as it matters here. */
export interface Manifest {
  readonly file: SourceFile
  readonly name: string | undefined
  /** `module` or `commonjs`, which is also meant where it is undefined. https://nodejs.org/api/packages.html#type */
  readonly type: string | undefined
  readonly scripts: ReadonlyMap<string, string>
  /** every package that it wants, and under which key: `dependencies`, `devDependencies` ... */
  readonly wanted: ReadonlyMap<string, string>
  /** `npm`, `pnpm` ... where it says so */
  readonly manager: string | undefined
}

/** Reads the text of a package.json; undefined when it is not an object. */
export function manifestOf(file: SourceFile): Manifest | undefined {
  const parsed = parseJson(file.text, { comments: false })
  if (!parsed.ok || parsed.value.kind !== "object") return undefined
  const root = parsed.value
  const wanted = ["peerDependencies", "optionalDependencies", "devDependencies", "dependencies"].flatMap((key) =>
    [...stringsOf(memberOf(root, key)?.value).keys()].map((name): [string, string] => [name, key]),
  )
  const text = (key: string): string | undefined => {
    const value = memberOf(root, key)?.value
    return value?.kind === "string" ? value.value : undefined
  }
  return {
    file,
    name: text("name"),
    type: text("type"),
    scripts: stringsOf(memberOf(root, "scripts")?.value),
    wanted: new Map(wanted),
    manager: text("packageManager")?.split("@", 1)[0],
  }
}

function stringsOf(node: JsonNode | undefined): ReadonlyMap<string, string> {
  if (node?.kind !== "object") return new Map()
  return new Map(
    node.members.flatMap(({ key, value }) => (value.kind === "string" ? [[key, value.value] as const] : [])),
  )
}

/** How to say things to the package manager of a project. */
export interface PackageManager {
  readonly install: string
  readonly run: string
  readonly exec: string
}

const managers: Readonly<Record<string, PackageManager>> = {
  npm: { install: "npm install", run: "npm run", exec: "npx" },
  pnpm: { install: "pnpm add", run: "pnpm run", exec: "pnpm exec" },
  yarn: { install: "yarn add", run: "yarn run", exec: "yarn run" },
  bun: { install: "bun add", run: "bun run", exec: "bunx" },
}

const lockFiles: readonly (readonly [file: string, manager: string])[] = [
  ["package-lock.json", "npm"],
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
]

/** By what package.json says, else by the lock file beside it, else npm. */
export function packageManager(root: string, manifest: Manifest | undefined): PackageManager {
  const locked = lockFiles.find(([file]) => existsSync(join(root, file)))?.[1]
  const npm = { install: "npm install", run: "npm run", exec: "npx" }
  return managers[manifest?.manager ?? locked ?? "npm"] ?? npm
}
