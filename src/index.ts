/**
 * The compiler as a library: texts in, generated texts and diagnostics out. Nothing here touches a disk.
 * `sqlgen` on the command line is a thin layer over it.
 */
export type { Diagnostic, Label, Outcome, TextEdit } from "./diagnostics/diagnostic.ts"
export { type JsonDiagnostic, type JsonPlace, renderJson } from "./diagnostics/render-json.ts"
export { renderText, type TextOptions } from "./diagnostics/render-text.ts"
export { compileSources as compile } from "./project/build.ts"
export type { Compiled, CompileOptions, Sources } from "./project/compile.ts"
