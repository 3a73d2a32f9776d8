import { type Comment, type Reading, readComment } from "./comment.ts"
import type { Section } from "./sections.ts"

/** An `@expect` that directly follows its statement. */
export interface GuardLine {
  readonly comment: Comment
  readonly reading: Extract<Reading, { readonly kind: "annotation" }>
}

/** A statement with the comments that may speak of it; those that guard it are not among `inside`, `above` and `below`. */
export interface GuardedSection extends Section {
  readonly guards: readonly GuardLine[]
}

/** Gives each `@expect` on the line of a `;`, or below it before anything else, to the statement that it follows. */
export function guarded(sections: readonly Section[]): readonly GuardedSection[] {
  const out: GuardedSection[] = []
  let taken = 0
  sections.forEach((section, index) => {
    const next = sections[index + 1]
    const end = section.span.end
    const behind = section.inside.flatMap((comment) => (comment.span.start >= end ? (guardIn(comment) ?? []) : []))
    const following = leading(next === undefined ? section.below : next.above)
    const inside = section.inside.filter((comment) => !behind.some((guard) => guard.comment === comment))
    const guards = [...behind, ...following]
    const above = section.above.slice(taken)
    out.push({
      ...section,
      above,
      inside,
      below: next === undefined ? section.below.slice(following.length) : section.below,
      guards,
    })
    taken = next === undefined ? 0 : following.length
  })
  return out
}

function leading(comments: readonly Comment[]): readonly GuardLine[] {
  const guards: GuardLine[] = []
  for (const comment of comments) {
    const guard = guardIn(comment)
    if (guard === undefined) break
    guards.push(guard)
  }
  return guards
}

function guardIn(comment: Comment): GuardLine | undefined {
  const reading = comment.block ? undefined : readComment(comment)
  return reading?.kind === "annotation" && reading.name === "expect" ? { comment, reading } : undefined
}
