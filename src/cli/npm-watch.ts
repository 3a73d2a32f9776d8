/**
 * `npm run sqlgen --watch`: npm up to version 11 keeps the option for itself and hands it over as `npm_config_watch=true`.
 * The environment is inherited, so it counts only when npm runs a script of which this program is all (`npm test --watch`
 * with us in a step before the tests would wait for ever), and never on a CI server.
 * https://docs.npmjs.com/cli/v11/using-npm/config
 */
export function askedByNpm(environment: Readonly<Record<string, string | undefined>>): boolean {
  const command = environment["npm_command"]
  const runs = command === "run" || command === "run-script"
  const alone = !/[&|;\n]/.test(environment["npm_lifecycle_script"] ?? "")
  const ci = environment["CI"] ?? ""
  return environment["npm_config_watch"] === "true" && runs && alone && (ci === "" || ci === "false" || ci === "0")
}
