import type { Evidence } from "./line.ts"

/** Run on the local D1 of both; `sqlgen doctor --probe` and `test/truth/profile.test.ts` run it again. */
export const probed: Evidence = {
  source: "workerd 1.20260426.1 (SQLite 3.47.0) and 1.20261117.1 (SQLite 3.54.1), through miniflare 4.20260426.0",
  date: "2026-11-27",
}

/** workerd's own allow-lists. */
export const source: Evidence = {
  source: "cloudflare/workerd v1.20260410.1 src/workerd/util/sqlite.c++",
  date: "2026-04-10",
}

/** What Cloudflare promises. */
export const documented: Evidence = {
  source: "https://developers.cloudflare.com/d1/platform/limits/",
  date: "2026-11-23",
}
