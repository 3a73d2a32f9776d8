/**
 * The path of a file in the repository. `folder` is the project's place in there: "" or `packages/api/`; `path` counts
 * from the project. Both have `/`. What would leave the repository is left as it is.
 */
export function repositoryPath(folder: string, path: string): string {
  const kept: string[] = []
  for (const part of `${folder}${path}`.split("/")) {
    const above = kept.at(-1)
    if (part === ".") continue
    if (part === ".." && above !== undefined && above !== "..") kept.pop()
    else kept.push(part)
  }
  return kept.join("/")
}
