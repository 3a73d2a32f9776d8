import { linesOf, positionAt } from "../source/line-map.ts"
import type { SourceFile } from "../source/source-file.ts"

/** `sql/queries/users.sql:4:16` */
export function placeText(file: SourceFile, offset: number): string {
  const { line, column } = positionAt(linesOf(file), offset)
  return `${file.path}:${line}:${column}`
}
