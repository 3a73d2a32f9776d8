import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import Ajv from "ajv"

const require = createRequire(import.meta.url)

function json(path: string): object {
  return JSON.parse(readFileSync(require.resolve(path), "utf8"))
}

const ajv = new Ajv({ schemaId: "auto", allErrors: true })
ajv.addMetaSchema(json("ajv/lib/refs/json-schema-draft-04.json"))
const validate = ajv.compile(json("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"))

/** What the JSON schema of SARIF 2.1.0 has against a log; empty when it is one. */
export function sarifErrors(log: unknown): readonly string[] {
  if (validate(log) === true) return []
  return (validate.errors ?? []).map((error) => `${error.dataPath} ${error.message ?? error.keyword}`)
}
