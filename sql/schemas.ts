import * as z from "zod"

/**
 * What a workflow knows and passes on. Definitions add their own keys, which are kept; `user.id` is the one key that
 * the pack itself looks up (`byContextUser`).
 */
export const WorkflowContext = z.looseObject({
  user: z.looseObject({ id: z.string() }).optional(),
  note: z.string().optional(),
})

/** What a workflow leaves behind when it succeeds: any JSON. */
export const WorkflowResult = z.json()

/** What an effect is called with. */
export const EffectInput = z.record(z.string(), z.json())

/** What an effect answers: any JSON. */
export const EffectOutput = z.json()

/** What an event says, by its type. */
export const EventData = z.record(z.string(), z.json())
