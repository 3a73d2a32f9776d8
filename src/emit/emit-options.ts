/** How the output looks and where it goes. All paths are relative to the project root, with `/`. */
export interface EmitOptions {
  /** `generated`: straight-line checks decide, no zod in the bundle; `zod`: the exported schemas decide */
  readonly validation: "generated" | "zod"
  /** the module that generated code imports: `wonder-sql/runtime` */
  readonly runtime: string
  /** `gen`, or `.` for the project root */
  readonly outDir: string
}

/** A file to be written; `path` is relative to the project root: `gen/claims.ts`. */
export interface EmittedFile {
  readonly path: string
  readonly text: string
}
