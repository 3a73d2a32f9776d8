import { z } from "zod"

export interface Settings {
  readonly theme: "dark" | "light"
  readonly fontSize: number
}

export const Settings: z.ZodType<Settings> = z.object({ theme: z.enum(["dark", "light"]), fontSize: z.number() })
