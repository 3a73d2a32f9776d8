import type { SourceFile } from "../../source/source-file.ts"
import type { TargetProfile } from "../../targets/target.ts"
import type { Config } from "../config.ts"
import type { Manifest } from "../manifest.ts"
import { plainPath } from "../wrangler-config.ts"
import type { InitNote, InitWishes, Refusal } from "./plan.ts"
import { lookAt, type Place, search } from "./search.ts"

/** The keys that the configuration lacks; none where the defaults, or wrangler, say it already. */
export type Decided =
  | { readonly ok: true; readonly keys: Readonly<Record<string, string>>; readonly notes: readonly InitNote[] }
  | { readonly ok: false; readonly refusal: Refusal }

/** What tells where the SQL will run. */
interface Known {
  readonly manifest: Manifest
  readonly wrangler: SourceFile | undefined
}

/** Where the schema is and where the SQL will run: what is configured, what the author wishes, what is found. */
export function decide(root: string, config: Config, known: Known, wishes: InitWishes): Decided {
  const schema = wishes.schema === undefined ? foundSchema(root, config) : wishedSchema(config, wishes.schema)
  if (!schema.ok) return schema
  const target = decideTarget(config, known, wishes.target)
  if (!target.ok) return target
  return { ok: true, keys: { ...schema.keys, ...target.keys }, notes: [...schema.notes, ...target.notes] }
}

function wishedSchema({ schema }: Config, wish: string): Decided {
  const path = plainPath(wish)
  if (path === undefined) {
    const help = "it takes a path relative to the project, such as `--schema db/migrations`"
    return refused(`\`${wish}\` is no folder of the project`, help)
  }
  if (path === schema.path) return nothing
  if (schema.isDefault) return { ok: true, keys: { schema: path }, notes: [] }
  return refused(
    `${schema.place?.file.path ?? ""} says that the migrations are in \`${schema.path}\``,
    "change it there",
  )
}

/** What a configuration names, or a default that holds migrations, needs no search. */
function foundSchema(root: string, { schema }: Config): Decided {
  if (!schema.isDefault || (lookAt(root, schema)?.migrations.files.length ?? 0) > 0) return nothing
  const places = search(root)
  const own = places.filter(({ foreign }) => foreign === undefined)
  const [first, second] = own
  if (second !== undefined) return severalPlaces(own)
  const notes = places.flatMap(({ path, foreign }): readonly InitNote[] =>
    foreign === undefined ? [] : [{ kind: "kept", path, text: `migrations for ${foreign}, not for SQLite` }],
  )
  return { ok: true, keys: first === undefined ? {} : { schema: first.path }, notes }
}

function severalPlaces(places: readonly Place[]): Decided {
  const names = places.map(({ path }) => `\`${path}\``)
  const help = `say which are the schema: \`sqlgen init --schema ${places[0]?.path ?? ""}\``
  return refused(`there are migrations in ${names.slice(0, -1).join(", ")} and in ${names.at(-1)}`, help)
}

/** Packages that tell where the SQL will run. */
const drivers: readonly (readonly [name: string, target: TargetProfile["name"]])[] = [
  ["wrangler", "d1"],
  ["@cloudflare/workers-types", "d1"],
  ["@libsql/client", "libsql"],
  ["libsql", "libsql"],
  ["better-sqlite3", "sqlite"],
]

function decideTarget(config: Config, { manifest, wrangler }: Known, wish: TargetProfile["name"] | undefined): Decided {
  const set = config.origins.get("target")
  if (set !== undefined) {
    if (wish === undefined || wish === config.target) return nothing
    return refused(`${set.file.path} says that the target is \`${config.target}\``, "change it there")
  }
  const byWrangler = config.schema.wrangler !== undefined
  const [driver, found] = (byWrangler ? undefined : drivers.find(([name]) => manifest.wanted.has(name))) ?? []
  const target = wish ?? found ?? config.target
  const untold = wish === undefined && found === undefined && wrangler === undefined
  if (target === config.target) return untold ? { ...nothing, notes: [byDefault(target)] } : nothing
  if (wish !== undefined || driver === undefined) return { ok: true, keys: { target }, notes: [] }
  const note = { kind: "found", path: "package.json", text: `${driver}, so the target is ${target}` } as const
  return { ok: true, keys: { target }, notes: [note] }
}

function byDefault(target: string): InitNote {
  return {
    kind: "found",
    path: "package.json",
    text: `names no driver of SQLite, so the target is ${target}; else \`--target\``,
  }
}

const nothing: Extract<Decided, { readonly ok: true }> = { ok: true, keys: {}, notes: [] }

function refused(message: string, help: string): Decided {
  return { ok: false, refusal: { message, help } }
}
