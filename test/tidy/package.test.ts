import { execFile } from "node:child_process"
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, posix } from "node:path"
import { promisify } from "node:util"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import { codes } from "../../src/diagnostics/codes.ts"
import { type Ended, type Packed, pack, runSqlgen } from "./packed.ts"
import { filesUnder, root, textOf } from "./repository.ts"
import { describeStartingPoints, type StartingPoints, setUpStartingPoints } from "./starting-points.ts"
import { describeTutorial, type Played, playTutorial } from "./tutorial.ts"
import { tsc } from "./type-errors.ts"
import { workerTypeErrors } from "./worker-project.ts"

/*
 * What npm publishes, packed once and installed in an empty folder: nothing of the repository is in reach. The folder is a
 * project itself; the starting points and the tutorial are projects inside it.
 */
const run = promisify(execFile)
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 }) // a minute of work, on a machine that has other work too
let packed: Packed
let project = ""
let installed = ""
let files: readonly string[] = []
let points: StartingPoints
let tutorial: Played

beforeAll(async () => {
  packed = await pack()
  project = packed.folder
  installed = packed.installed
  files = packed.files
  cpSync(join(root, "test/bad-input/good-project/sql"), join(project, "sql"), { recursive: true })
  writeFileSync(join(project, "package.json"), '{ "type": "module" }\n')
  points = await setUpStartingPoints(packed)
  tutorial = await playTutorial(packed)
})
afterAll(() => rmSync(project, { recursive: true }))

function sqlgen(...args: readonly string[]): Promise<Ended> {
  return runSqlgen(packed, project, args)
}

describe("the package", () => {
  test("holds the compiled program, its declarations, the pages and nothing else", () => {
    const known =
      /^(?:dist\/.+\.(?:js|d\.ts)|docs\/(?:diagnostics\/)?[a-z-]+\.md|(?:README|CHANGELOG)\.md|LICENSE|package\.json)$/
    expect(files.filter((file) => !known.test(file))).toEqual([])
    const sources = filesUnder("src", ".ts").filter((path) => !path.startsWith("src/worker/"))
    const compiled = sources.map((path) => path.replace(/^src\//, "dist/").replace(/\.ts$/, ".js"))
    expect(files.filter((file) => file.endsWith(".js")).sort()).toEqual([...compiled].sort())
  })

  test("passes publint", async () => {
    const { messages } = await publint({ pkgDir: installed, pack: false, strict: true })
    expect(messages.map(({ code, path }) => `${code} ${path.join(".")}`)).toEqual([])
  })

  test("passes arethetypeswrong, as a package of ES modules", async () => {
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(readFileSync(packed.tarball))))
    if (checked.types === false) throw new Error("no types were found")
    const outdated = ["node10", "node16-cjs"] // `attw --profile esm-only`: no `exports`; a CommonJS build
    const counted = checked.problems.filter(
      (problem) => !("resolutionKind" in problem && outdated.includes(problem.resolutionKind)),
    )
    expect(counted).toEqual([])
    expect(Object.keys(checked.entrypoints)).toEqual(Object.keys(JSON.parse(textOf("package.json")).exports))
  })

  test("is loaded by `require()` too, which Node does for ES modules", async () => {
    const ask =
      'console.log(["", "/runtime", "/d1", "/native"].map((path) => typeof require("wonder-sql" + path)).join())'
    const { stdout } = await run(process.execPath, ["-e", ask], { cwd: project })
    expect(stdout).toBe("object,object,object,object\n")
  })

  test("its program starts with a shebang, and knows its version", async () => {
    expect(readFileSync(join(installed, "dist/cli/main.js"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect((await sqlgen("--version")).stdout).toBe("0.1.0\n")
  })

  test("the pages of all diagnostics are explained, without the marks of our tests", async () => {
    for (const code of Object.keys(codes)) expect(files).toContain(`docs/diagnostics/${code}.md`)
    const { stdout } = await sqlgen("explain", "unknown-column")
    expect(stdout).toMatch(/^# `unknown-column`\n[\s\S]+^## Example\n\n```sql/m)
    expect(stdout).not.toContain("<!--")
  })

  test("`--help` and `--version` load neither the compiler nor SQLite", () => {
    const loaded = [...closureOf("dist/cli/main.js")]
    expect(loaded).toContain("dist/cli/args.js")
    expect(loaded.filter((path) => /^dist\/(?:analyze|catalog|emit|engine|syntax|targets)\//.test(path))).toEqual([])
  })

  test("generates; the second time nothing; and the result compiles as programs are set up today", async () => {
    expect((await sqlgen()).stderr).toBe("3 queries in 2 files, 5 written, 0 unchanged\n")
    expect((await sqlgen()).stderr).toBe("3 queries in 2 files, 0 written, 5 unchanged\n")
    expect((await sqlgen("check")).stderr).toBe("5 files up to date\n")
    expect(errorsWith("nodenext", true)).toEqual([])
    expect(errorsWith("bundler", false)).toEqual([])
  })
})

test("what is generated has the right types under the tsconfig of a new Worker, with the types of Cloudflare", () => {
  expect(workerTypeErrors(project, [...points.modules, ...tutorial.modules])).toEqual([])
})
describeStartingPoints(() => ({ packed, points }))
describeTutorial(() => tutorial)

/** The modules of the package that a module imports as it is loaded; `import()` loads later. */
function closureOf(entry: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(entry)) return seen
  seen.add(entry)
  const text = readFileSync(join(installed, entry), "utf8")
  for (const [, to = ""] of text.matchAll(/^(?:import|export) (?:[^"]* from )?"(\.[^"]+)";?$/gm)) {
    closureOf(posix.join(dirname(entry), to), seen)
  }
  return seen
}

function errorsWith(moduleResolution: "nodenext" | "bundler", strict: boolean): readonly string[] {
  const use = join(project, "use.ts")
  writeFileSync(
    use,
    `import { d1 } from "wonder-sql/d1"
import { native } from "wonder-sql/native"
import { compile } from "wonder-sql"
import { bind } from "./gen/index.js"
import { findUser } from "./gen/users.js"
import { addUserParams } from "./gen/users.schemas.js"
export async function use(DB: Parameters<typeof d1>[0], embedded: Parameters<typeof native>[0]): Promise<string[]> {
  const user = findUser(native(embedded), { id: 1 })
  const later = await bind(d1(DB)).users.findUser({ id: addUserParams.shape.email.parse("x").length })
  return [user?.email ?? "", later?.email ?? "", typeof compile]
}
`,
  )
  const compilerOptions = {
    noEmit: true,
    strict,
    noUncheckedIndexedAccess: strict,
    exactOptionalPropertyTypes: strict,
    isolatedDeclarations: strict,
    declaration: strict,
    skipLibCheck: !strict,
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    module: moduleResolution === "nodenext" ? "nodenext" : "esnext",
    moduleResolution,
  }
  writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["use.ts"] }))
  return tsc(project)
}

describe("package-lock.json", () => {
  const lock: { readonly packages: Readonly<Record<string, Readonly<Record<string, unknown>>>> } = JSON.parse(
    textOf("package-lock.json"),
  )
  const paths = new Set(Object.keys(lock.packages))

  test("has every package that a package in it wants, for every system: `npm ci` adds nothing", () => {
    const missing = Object.entries(lock.packages).flatMap(([path, entry]) => {
      const wanted = ["dependencies", "optionalDependencies", "devDependencies"].flatMap((kind) =>
        Object.keys(Object(entry[kind])),
      )
      return wanted.filter((name) => !foldersAbove(path).some((above) => paths.has(`${above}node_modules/${name}`)))
    })
    expect(missing).toEqual([])
  })

  test("names no registry, and every file by its hash", () => {
    const entries = Object.entries(lock.packages).filter(([path]) => path !== "")
    expect(entries.filter(([, entry]) => "resolved" in entry).map(([path]) => path)).toEqual([])
    expect(entries.filter(([, entry]) => typeof entry["integrity"] !== "string").map(([path]) => path)).toEqual([])
  })
})

/** `node_modules/a/node_modules/b` -> itself, `node_modules/a/`, ``: where Node looks for what it imports. */
function foldersAbove(path: string): readonly string[] {
  const parts = path === "" ? [] : path.split("/node_modules/")
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join("/node_modules/")}/`), ""]
}
