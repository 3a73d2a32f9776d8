import { z } from "zod"

export const Settings = z.object({ theme: z.enum(["dark", "light"]), fontSize: z.number() })
