import * as z from "zod"

export const Color: z.ZodType = z.enum(["red", "green"])
