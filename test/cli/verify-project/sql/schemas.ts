import * as z from "zod"

export const Settings: z.ZodType = z.object({ theme: z.enum(["light", "dark"]).optional() })
