import type { Label } from "../../diagnostics/diagnostic.ts"
import { sentence } from "../../diagnostics/one-line.ts"
import type { Config } from "../config.ts"
import { placeText } from "../place-text.ts"
import type { Check } from "./check.ts"
import { errorsIn } from "./setup.ts"

/** Every value of the configuration and where it comes from. */
export const configuration: Check = {
  name: "configuration",
  run: ({ config, files }) => {
    if (config.value === undefined) {
      const details = errorsIn(config.diagnostics).map(
        (each) => `${placeText(each.primary.file, each.primary.span.start)}: ${sentence(each)}`,
      )
      const why = "nothing is compiled until it is mended"
      return [{ level: "problem", text: "the configuration has errors", why, todo: "sqlgen", details }]
    }
    const read = [files.packageJson, files.sqlgenJson, files.wrangler].flatMap((file) => file?.path ?? [])
    const details = valuesOf(config.value)
    return [{ level: "ok", text: read.length === 0 ? "no file: the defaults" : `read ${read.join(", ")}`, details }]
  },
}

function valuesOf({ schema, queries, out, target, casing, validation, rules, origins }: Config): readonly string[] {
  const line = (key: string, value: string, place: Label | undefined): string =>
    `${`${key}: ${value}`.padEnd(28)} ${place === undefined ? "default" : placeText(place.file, place.span.start)}`
  return [
    line("schema", schema.path, schema.place),
    line("queries", queries.path, queries.place),
    line("out", out.path, out.place),
    line("target", target, origins.get("target")),
    line("casing", casing, origins.get("casing")),
    line("validation", validation, origins.get("validation")),
    ...[...rules].map(([code, level]) => line(code, level, origins.get("rules"))),
  ]
}
