import { readFileSync, statSync } from "node:fs"
import { dirname, join, resolve } from "node:path"

/**
 * The file that exists while git works on the checkout that a folder is in (`checkout`, `stash`, `rebase`): then more is
 * to come. Undefined outside of a checkout. In a linked worktree or submodule `.git` is a file that names the folder.
 * https://git-scm.com/docs/gitrepository-layout
 */
export function gitLock(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const git = join(at, ".git")
    const kind = statSync(git, { throwIfNoEntry: false })
    if (kind?.isDirectory() === true) return join(git, "index.lock")
    if (kind?.isFile() === true) {
      const named = /^gitdir: (.*)$/m.exec(readFileSync(git, "utf8"))?.[1]
      return named === undefined ? undefined : join(resolve(at, named), "index.lock")
    }
    if (dirname(at) === at) return undefined
  }
}
