import * as z from "zod"
import { Color } from "./color.ts"
import settings from "./settings.json" with { type: "json" }

export const Point: z.ZodType = z.object({ x: z.number().int().min(settings.least), y: z.number().max(9).optional() })
export const Mail: z.ZodType = z.object({ to: z.email(), subject: z.string().min(3).max(10), color: Color })
export const Tree: z.ZodType = z.object({
  name: z.string(),
  get children(): z.ZodArray {
    return z.array(Tree)
  },
})
export const Either: z.ZodType = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("a"), at: z.iso.datetime() }),
  z.strictObject({ kind: z.literal("b"), ids: z.array(z.uuid()).min(1).max(2) }),
])
export const Both: z.ZodType = z.intersection(z.object({ a: z.string() }), z.object({ b: z.boolean().nullable() }))
export const Pair: z.ZodType = z.tuple([z.string(), z.number()])
export const Dictionary: z.ZodType = z.record(z.string(), z.number().multipleOf(5))
export const Day: z.ZodType = z.object({ at: z.coerce.date() })
export const Anything: z.ZodType = z.json()

/** throws where it does not take a value */
export const Thrower: z.ZodType = z.object({ a: z.string() }).transform(({ a }) => {
  if (a === "") throw new Error("empty")
  return a
})
/** takes nothing that is ever tried */
export const Picky: z.ZodType = z.string().regex(/^[A-Z]{3}-\d{4}$/)
/** answers later */
export const Later: z.ZodType = z.object({ a: z.string() }).refine(async () => true)
export const notASchema = 1
