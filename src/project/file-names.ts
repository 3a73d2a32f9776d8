import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import { report } from "./report.ts"

/** What a module's name cannot hold: an import reads it as a URL, and in the header a line break would end the comment. */
const refused: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/[\p{Cc}\u2028\u2029]/u, "a control character or line break"],
  [/[#%?\\]/, "a character that means something else in an import"],
]

/** Query files whose generated module nobody could import. */
export function fileNames(files: readonly SourceFile[]): readonly Diagnostic[] {
  return files.flatMap((file) => {
    const name = file.path.slice(file.path.lastIndexOf("/") + 1)
    const found = oddCharacter(name) ?? tooLong(name)
    if (found === undefined) return []
    const words = {
      message: `\`${name}\` is no name for a module`,
      label: found,
      help: "rename the file; letters, digits, `-`, `_` and `.` are always right",
    }
    return [report("file-name", file, { start: 0, end: 0 }, words)]
  })
}

function oddCharacter(name: string): string | undefined {
  const found = refused.flatMap(([pattern, what]) => {
    const character = pattern.exec(name)?.[0]
    return character === undefined ? [] : [`\`${character}\` is ${what}`]
  })
  return found[0]
}

/** https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/limits.h.html NAME_MAX, the same on all common disks */
function tooLong(name: string): string | undefined {
  const bytes = Buffer.byteLength(name.replace(/\.sql$/, ".schemas.ts"))
  return bytes <= 255
    ? undefined
    : `its output has a name of ${bytes} bytes (ending in \`.schemas.ts\`): disks take 255`
}
