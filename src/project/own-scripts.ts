/** The scripts that a project needs in its package.json, by name. */
export const ownScripts: Readonly<Record<string, string>> = {
  sqlgen: "sqlgen",
  "sqlgen:watch": "sqlgen --watch",
  "sqlgen:check": "sqlgen check",
}
