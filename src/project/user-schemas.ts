import type { Documents, SchemaShape } from "../verify/documents.ts"
import { sampleJsonSchema } from "../verify/json-schema.ts"
import { seeded } from "../verify/random.ts"
import type { ModuleLoader } from "./module-loader.ts"

/** The user's schemas of JSON columns, run; and what did not run, as sentences. */
export interface UserSchemas {
  readonly documents: Documents
  readonly problems: () => readonly string[]
}

/** The part of Standard Schema that is called. https://standardschema.dev */
interface Standard {
  readonly validate: (value: unknown) => unknown
  /** https://standardschema.dev/json-schema */
  readonly jsonSchema?: { readonly input: (options: unknown) => unknown }
}

interface Known {
  readonly standard: Standard | undefined
  readonly texts: readonly string[]
}

/** Documents are made of the JSON Schema that a schema gives of itself (zod 4.2 and later), as many as it takes. */
export function userSchemas(loader: ModuleLoader): UserSchemas {
  const known = new Map<string, Known>()
  const problems: string[] = []
  const of = (shape: SchemaShape): Known => {
    const key = `${shape.from.path} ${shape.ref.module} ${shape.ref.name}`
    const found = known.get(key) ?? look(loader, shape, problems)
    known.set(key, found)
    return found
  }
  return {
    documents: {
      of: (shape) => of(shape).texts,
      takes: (shape, value) => {
        const { standard } = of(shape)
        return standard === undefined ? undefined : taken(standard, value)
      },
    },
    problems: () => problems,
  }
}

function look(loader: ModuleLoader, { ref, from }: SchemaShape, problems: string[]): Known {
  const name = `\`${ref.module}#${ref.name}\``
  try {
    const standard = standardOf(loader.loadFrom(ref.module, from.path)[ref.name])
    if (standard === undefined) {
      problems.push(`${name} is no schema: its columns hold any JSON here`)
      return { standard, texts: [] }
    }
    const texts = textsFor(standard)
    if (texts.length === 0) problems.push(`no document was found that ${name} takes: its columns hold any JSON here`)
    return { standard: texts.length === 0 ? undefined : standard, texts }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    problems.push(`${name} does not run here (${message.split("\n", 1)[0]}): its columns hold any JSON`)
    return { standard: undefined, texts: [] }
  }
}

function standardOf(schema: unknown): Standard | undefined {
  if ((typeof schema !== "object" && typeof schema !== "function") || schema === null) return undefined
  const standard: unknown = "~standard" in schema ? schema["~standard"] : undefined
  return typeof standard === "object" && standard !== null && "validate" in standard
    ? (standard as Standard)
    : undefined
}

/** Undefined when the schema answers later. One that throws at once does not take the value. */
function taken(standard: Standard, value: unknown): boolean | undefined {
  const answer = answerOf(standard, value)
  if (answer instanceof Promise) {
    // zod answers later when a transform throws; nobody waits for it
    answer.catch(() => undefined)
    return undefined
  }
  return typeof answer === "object" && answer !== null && (!("issues" in answer) || answer.issues === undefined)
}

function answerOf({ validate }: Standard, value: unknown): unknown {
  try {
    return validate(value)
  } catch {
    return undefined // a transform of the user's that cannot do with it
  }
}

const tries = 60
const most = 16

function textsFor(standard: Standard): readonly string[] {
  const random = seeded(1)
  const schema = jsonSchemaOf(standard)
  const samples = schema === undefined ? [] : Array.from({ length: tries }, () => sampleJsonSchema(schema, random))
  const others = [{}, [], null, true, 0, 1, "", "a", { a: 1 }, [1]]
  const texts = [...samples, ...others].flatMap((value) =>
    taken(standard, value) === true ? [JSON.stringify(value)] : [],
  )
  return [...new Set(texts)].slice(0, most)
}

function jsonSchemaOf({ jsonSchema }: Standard): unknown {
  try {
    return jsonSchema?.input({ target: "draft-2020-12", libraryOptions: { unrepresentable: "any" } })
  } catch {
    return undefined // it has none
  }
}
