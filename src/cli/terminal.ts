import type { Format } from "../diagnostics/format.ts"

/** The world of a command: streams and folder. Only `main.ts` makes one over the real process. */
export interface Terminal {
  /** data */
  readonly out: (text: string) => void
  /** diagnostics and the summary */
  readonly err: (text: string) => void
  readonly input: AsyncIterable<string | Uint8Array>
  readonly cwd: string
  /** whether diagnostics may be coloured when no option says */
  readonly color: boolean
  /** whether a person sees the error stream as it comes */
  readonly live: boolean
  /** aborted when the process is told to end (Ctrl-C); from the first call on it no longer ends by itself */
  readonly interruption: () => AbortSignal
  /** npm keeps `--watch` of `npm run sqlgen --watch` for itself and hands it over in the environment; true when it did */
  readonly npmWatch: boolean
  /** what runs the process, for `doctor` */
  readonly machine?: { readonly node: string; readonly userAgent: string | undefined }
  /** the folder of the checkout in GitHub Actions: annotations count their paths from it */
  readonly workspace?: string | undefined
}

/** 0 fine, 1 findings, 2 usage. */
export type ExitCode = 0 | 1 | 2

/** What every command is told, options resolved. */
export interface Settings {
  readonly root: string
  readonly format: Format
  readonly color: boolean
  /** the project's folder in the repository, where that is known: "" or `packages/api/` */
  readonly folder: string
}
