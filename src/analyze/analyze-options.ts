/** How names of SQL become names of TypeScript. */
export interface AnalyzeOptions {
  readonly casing: "camel" | "preserve"
}
