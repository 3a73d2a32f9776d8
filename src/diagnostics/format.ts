/** How diagnostics can be printed. `json` and `sarif` are one document with nothing beside it. */
export const formats = ["pretty", "compact", "json", "github", "sarif"] as const

export type Format = (typeof formats)[number]
