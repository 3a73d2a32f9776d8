import type { SourceFile } from "../source/source-file.ts"
import type { EmitOptions } from "./emit-options.ts"
import type { SchemaItem } from "./value.ts"

/** `sql/queries/claims.sql` -> `claims` */
export function stemOf(file: SourceFile): string {
  return file.path.slice(file.path.lastIndexOf("/") + 1).replace(/\.sql$/, "")
}

/** `sql/queries/claims.sql` -> `sql/queries`; `.` for the project root */
export function folderOf(path: string): string {
  const end = path.lastIndexOf("/")
  return end < 0 ? "." : path.slice(0, end)
}

/** A file of the output folder. */
export function outputPath(options: EmitOptions, name: string): string {
  return segmentsOf(`${options.outDir}/${name}`).join("/")
}

/** How a file of the output folder imports the module of a user's schema: `../sql/schemas.js`. */
export function schemaModule(item: SchemaItem, options: EmitOptions): string {
  const { module } = item.ref
  if (!module.startsWith(".")) return module
  const target = segmentsOf(`${folderOf(item.from.path)}/${module}`)
  const from = segmentsOf(options.outDir)
  let shared = 0
  while (shared < from.length && shared < target.length - 1 && from[shared] === target[shared]) shared++
  const up = from.slice(shared).map(() => "..")
  const path = [...(up.length === 0 ? ["."] : up), ...target.slice(shared)].join("/")
  return path.replace(/\.([cm]?)tsx?$/, ".$1js")
}

/** Folders and file without `.` and `..`, as far as they can be resolved. */
function segmentsOf(path: string): readonly string[] {
  const out: string[] = []
  for (const segment of path.split("/")) {
    if (segment === "" || segment === ".") continue
    if (segment === ".." && out.length > 0 && out.at(-1) !== "..") out.pop()
    else out.push(segment)
  }
  return out
}
