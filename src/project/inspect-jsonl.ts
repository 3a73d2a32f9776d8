import { loadCatalog } from "../catalog/load.ts"
import { listOf } from "../diagnostics/suggest.ts"
import { createEngine } from "../engine/sqlite-wasm.ts"
import { parseSchemaFile } from "../syntax/parse-file.ts"
import { targetNamed, targets } from "../targets/index.ts"
import { cutWith } from "./check-statement.ts"
import { type Inspected, inspectError, inspectQuery, type LoadedSchema } from "./inspect-line.ts"

type SchemaAnswer = LoadedSchema | { readonly error: string }

/** Answers one input line with one output line, without line breaks. It never rejects: a bad line is an answer too. */
export type AnswerLine = (line: string) => Promise<string>

const mostSchemas = 512

/**
 * The machine contract of `inspect --jsonl`: `{"id","schema","sql","target"?}` in, types and cardinality out. Equal
 * schemas are loaded once; the least recently used of them is closed when there are many.
 */
export function jsonlInspector(): AnswerLine {
  const schemas = new Map<string, SchemaAnswer>()
  const schemaFor = async (target: string, schema: string): Promise<SchemaAnswer> => {
    const key = `${target}\n${schema}`
    const known = schemas.get(key)
    const answer = known ?? (await load(target, schema))
    schemas.delete(key)
    schemas.set(key, answer)
    const [oldest] = schemas
    if (schemas.size > mostSchemas && oldest !== undefined) {
      schemas.delete(oldest[0])
      if ("engine" in oldest[1]) oldest[1].engine.close()
    }
    return answer
  }
  return async (line) => {
    const request = requestOf(line)
    const answer = await answerFor(request, schemaFor)
    return JSON.stringify({ id: request.id, ...answer })
  }
}

async function answerFor(
  request: Request,
  schemaFor: (target: string, schema: string) => Promise<SchemaAnswer>,
): Promise<Inspected> {
  if ("wrong" in request) return inspectError("input", request.wrong)
  try {
    const schema = await schemaFor(request.target, request.schema)
    return "error" in schema ? inspectError("schema", schema.error) : inspectQuery(request.sql, schema)
  } catch (error) {
    return inspectError("internal-error", error instanceof Error ? error.message : String(error))
  }
}

type Request =
  | { readonly id: unknown; readonly schema: string; readonly sql: string; readonly target: string }
  | { readonly id: unknown; readonly wrong: string }

function requestOf(line: string): Request {
  const value = parsedLine(line)
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { id: null, wrong: 'expected a JSON object with "id", "schema" and "sql" on each line' }
  }
  const fields = new Map<string, unknown>(Object.entries(value))
  const id = fields.get("id") ?? null
  const [schema, sql, target] = [fields.get("schema"), fields.get("sql"), fields.get("target") ?? "sqlite"]
  if (typeof schema !== "string") return { id, wrong: 'expected "schema" to be a string of DDL' }
  if (typeof sql !== "string") return { id, wrong: 'expected "sql" to be a string with one query' }
  if (typeof target === "string" && targetNamed(target) !== undefined) return { id, schema, sql, target }
  return { id, wrong: `expected "target" to be ${listOf(Object.keys(targets))}` }
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // the caller answers that this is no object
  }
}

async function load(target: string, schema: string): Promise<SchemaAnswer> {
  const engine = await createEngine(targetNamed(target) ?? targets.sqlite)
  const parsed = parseSchemaFile({ path: "schema.sql", text: schema }, cutWith(engine))
  const catalog = loadCatalog(parsed.value, engine)
  const refused = catalog.diagnostics.find((diagnostic) => diagnostic.code === "schema-error")
  if (refused === undefined) return { catalog: catalog.value, engine }
  engine.close()
  return { error: refused.message.replace(/^the [a-z ]+: /, "") }
}
