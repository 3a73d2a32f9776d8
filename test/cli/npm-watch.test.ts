import { describe, expect, test } from "vitest"
import { askedByNpm } from "../../src/cli/npm-watch.ts"

const npm = { npm_config_watch: "true", npm_command: "run-script", npm_lifecycle_script: "sqlgen" }

describe("npm run sqlgen --watch", () => {
  test("counts when npm runs a script that is this program alone", () => {
    expect(askedByNpm(npm)).toBe(true)
    expect(askedByNpm({ ...npm, npm_command: "run", npm_lifecycle_script: "tsx src/cli/main.ts" })).toBe(true)
    expect(askedByNpm({ ...npm, CI: "false" })).toBe(true)
  })

  test("does not in any other case", () => {
    const others = [
      {},
      { ...npm, npm_config_watch: "" },
      { ...npm, npm_command: "test" },
      { ...npm, npm_command: undefined },
      { ...npm, npm_lifecycle_script: "sqlgen && vitest" },
      { ...npm, CI: "true" },
    ]
    expect(others.filter(askedByNpm)).toEqual([])
  })
})
