import type { Token } from "./token.ts"

/*
 * What other tools write into migrations as comments: where the way back begins, and where a statement ends.
 */

/**
 * The line from which a file says how to undo itself: dbmate's `-- migrate:down`, goose's `-- +goose Down`, sql-migrate's
 * `-- +migrate Down`. https://github.com/amacneil/dbmate#creating-migrations https://pressly.github.io/goose/documentation/annotations/
 */
const down = /^--\s*(?:migrate:down|\+(?:goose|migrate)\s+down)(?:\s|$)/i

/**
 * Drizzle cuts a file there, so the `;` before it may be missing.
 * https://orm.drizzle.team/docs/drizzle-config-file#breakpoints
 */
const breakpoint = /^--> statement-breakpoint/

/** The tokens that are applied: those before the way back, if there is one. */
export function forwardTokens(tokens: readonly Token[]): readonly Token[] {
  const end = tokens.findIndex((token) => token.kind === "line-comment" && down.test(token.text))
  return end < 0 ? tokens : tokens.slice(0, end)
}

/** True for a comment that ends a statement, with or without a `;` before it. */
export function endsStatement(token: Token): boolean {
  return token.kind === "line-comment" && breakpoint.test(token.text)
}
