import { join } from "node:path"
import ts from "@typescript/typescript6"
import { describe, expect, test } from "vitest"
import { root } from "../tidy/repository.ts"

/** What an editor shows for the pack's functions: TypeScript's own answer, from the language service that editors ask. */
const program = `
import { claimBatch, heartbeat } from "../../gen/claims.js"
import { nextWakeup } from "../../gen/schedule.js"
import type { Driver } from "wonder-sql/runtime"
import { addParent } from "../runtime/conformance/writes.ts"
declare const sync: Driver<"sync">
declare const later: Driver<"async">
declare const claim: Parameters<typeof claimBatch.with>[0]
declare const lease: Parameters<typeof heartbeat.with>[0]
claimBatch(sync, claim)
claimBatch(later, claim)
heartbeat(sync, lease)
heartbeat(later, lease)
nextWakeup(sync)
nextWakeup(later)
addParent(sync, { id: 1, code: "a" })
addParent(later, { id: 1, code: "a" })
`
const path = join(root, "test/types/hover.ts")
const service = languageService()

test("the program that is hovered over is right", () => {
  const found = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)]
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([])
})

describe("hovering a call shows the row type, resolved for the driver", () => {
  test.each([
    ["claimBatch(sync", 'claimBatch<"sync">(db: Driver<"sync">, params: ClaimBatchParams): ClaimBatchRow[]'],
    [
      "claimBatch(later",
      'claimBatch<"async">(db: Driver<"async">, params: ClaimBatchParams): Promise<ClaimBatchRow[]>',
    ],
    ["heartbeat(sync", 'heartbeat<"sync">(db: Driver<"sync">, params: HeartbeatParams): HeartbeatRow | null'],
    [
      "heartbeat(later",
      'heartbeat<"async">(db: Driver<"async">, params: HeartbeatParams): Promise<HeartbeatRow | null>',
    ],
    ["nextWakeup(sync", 'nextWakeup<"sync">(db: Driver<"sync">, params: void): NextWakeupRow'],
    ["nextWakeup(later", 'nextWakeup<"async">(db: Driver<"async">, params: void): Promise<NextWakeupRow>'],
    ["addParent(sync", 'addParent<"sync">(db: Driver<"sync">, params: Parent): number'],
    ["addParent(later", 'addParent<"async">(db: Driver<"async">, params: Parent): Promise<number>'],
  ])("%s", (call, expected) => {
    const [signature = ""] = shownAt(call).signature.split("\nimport ")
    expect(signature).toBe(`(alias) ${expected}`)
  })

  test("and the words above the query", () => {
    expect(shownAt("heartbeat(sync").documentation).toMatch(/^Extends a lease/)
  })
})

function shownAt(call: string): { readonly signature: string; readonly documentation: string } {
  const info = service.getQuickInfoAtPosition(path, program.indexOf(call))
  return {
    signature: ts.displayPartsToString(info?.displayParts),
    documentation: ts.displayPartsToString(info?.documentation),
  }
}

function languageService(): ts.LanguageService {
  const configFile = ts.readConfigFile(join(root, "tsconfig.test.json"), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(configFile.config, ts.sys, root)
  return ts.createLanguageService({
    getCompilationSettings: () => options,
    getCurrentDirectory: () => root,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    getScriptFileNames: () => [path],
    getScriptVersion: () => "1",
    getScriptSnapshot: (file) => {
      const text = file === path ? program : ts.sys.readFile(file)
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
    },
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
  })
}
