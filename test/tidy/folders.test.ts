import { describe, expect, test } from "vitest"
import { filesUnder, foldersIn, textOf } from "./repository.ts"

/** Files longer than 400 lines, each with the reason why it is one file. */
const long: Readonly<Record<string, string>> = {}

const sources = ["src", "test", "scripts"].flatMap((folder) => filesUnder(folder, ".ts"))
const ours = sources.filter((path) => !/^test\/(?:golden|bad-input|init)\/[^/]+\/|\.gen\.ts$/.test(path))

describe("golden cases", () => {
  const names = foldersIn("test/golden")

  test("there are many, and each name is a claim", () => {
    expect(names.length).toBeGreaterThan(200)
    expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+){1,}$/.test(name))).toEqual([])
  })

  test("each has its four files and nothing that means nothing", () => {
    const needed = ["expected.diagnostics.txt", "expected.ts", "query.sql", "schema.sql"]
    const optional = ["expected.schemas.ts", "issue.md", "schemas.ts", "sqlgen.json"]
    const wrong = names.flatMap((name) => {
      const files = filesUnder(`test/golden/${name}`, "").map((path) => path.slice(`test/golden/${name}/`.length))
      const missing = needed.filter((file) => !files.includes(file))
      const strange = files.filter((file) => !needed.includes(file) && !optional.includes(file))
      return missing.length + strange.length === 0 ? [] : [{ name, missing, strange }]
    })
    expect(wrong).toEqual([])
  })

  test("code or a message: a case with an error has no code, every other has some", () => {
    const wrong = names.filter((name) => {
      const failed = /^error\[/m.test(textOf(`test/golden/${name}/expected.diagnostics.txt`))
      return failed !== (textOf(`test/golden/${name}/expected.ts`) === "")
    })
    expect(wrong).toEqual([])
  })
})

describe("files", () => {
  test("are at most 400 lines long, unless listed with a reason", () => {
    const lengths = ours.map((path) => ({ path, lines: textOf(path).split("\n").length - 1 }))
    const found = lengths.filter(({ lines }) => lines > 400).map(({ path, lines }) => `${path}: ${lines}`)
    expect(found.filter((line) => long[line.split(":", 1)[0] ?? ""] === undefined)).toEqual([])
    expect(Object.keys(long).filter((path) => !lengths.some((one) => one.path === path && one.lines > 400))).toEqual([])
  })

  test("are named for a thing", () => {
    const vague = ours.filter((path) => /(?:^|\/)(?:utils?|helpers?|common|types|misc|shared)\.ts$/.test(path))
    expect(vague).toEqual([])
    expect(ours.filter((path) => !/^(?:[a-z0-9-]+\/)*[a-z0-9-]+(?:\.test|\.test-d)?\.ts$/.test(path))).toEqual([])
  })

  test("no test is skipped and none is run alone", () => {
    const marker = /\.(?:only|skip|todo|fails)\b(?:\(|\.each)|\b(?:x|f)(?:it|describe)\(/
    expect(ours.filter((path) => path.startsWith("test/") && marker.test(textOf(path)))).toEqual([])
  })

  test("src has no default export, except where a Worker needs one, and no enum", () => {
    const loose = ours.filter(
      (path) => path.startsWith("src/") && /^export default|^(?:export )?enum /m.test(textOf(path)),
    )
    expect(loose).toEqual(["src/worker/index.ts"])
  })
})
