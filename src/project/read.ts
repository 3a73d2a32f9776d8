import { join } from "node:path"
import type { Diagnostic } from "../diagnostics/diagnostic.ts"
import type { SourceFile } from "../source/source-file.ts"
import { codeOf, readHelp, reasonOf } from "./disk-errors.ts"
import { report, reportPath } from "./report.ts"
import { wholeFile } from "./whole-file.ts"

export type Read =
  | { readonly ok: true; readonly file: SourceFile }
  /** the file does not exist */
  | { readonly ok: false; readonly missing: true }
  | { readonly ok: false; readonly missing: false; readonly diagnostic: Diagnostic }

/** Reads one text file under the root. Not UTF-8, or not readable, is a diagnostic. A byte order mark is kept. */
export function readSource(root: string, path: string): Read {
  let bytes: Buffer
  try {
    bytes = wholeFile(join(root, path))
  } catch (error) {
    if (codeOf(error) === "ENOENT") return { ok: false, missing: true }
    const words = { message: `\`${path}\` cannot be read`, label: reasonOf(error), help: readHelp(error) }
    return { ok: false, missing: false, diagnostic: reportPath("unreadable-file", path, words) }
  }
  const text = bytes.toString("utf8")
  const again = Buffer.from(text)
  if (again.equals(bytes)) return { ok: true, file: { path, text } }
  return { ok: false, missing: false, diagnostic: notUtf8({ path, text }, bytes, again) }
}

function notUtf8(file: SourceFile, bytes: Buffer, again: Buffer): Diagnostic {
  const message = `\`${file.path}\` is not UTF-8 text`
  const mark = bytes.subarray(0, 2).toString("hex")
  if (mark === "fffe" || mark === "feff") {
    const help = "save the file as UTF-8"
    return reportPath("unreadable-file", file.path, { message, label: "it is UTF-16", help })
  }
  if (bytes.includes(0)) {
    const help = "put the text there, or give the file another ending than `.sql`"
    return reportPath("unreadable-file", file.path, { message, label: "it is a binary file", help })
  }
  const at = bytes.findIndex((byte, index) => byte !== again[index])
  const start = bytes.subarray(0, at).toString("utf8").length
  const byte = (bytes[at] ?? 0).toString(16).padStart(2, "0")
  return report(
    "unreadable-file",
    file,
    { start, end: start + 1 },
    {
      message,
      label: `byte 0x${byte} at offset ${at} belongs to no character`,
      help: "save the file as UTF-8",
    },
  )
}
