import { z } from "zod"

export interface Settings {
  readonly theme: string
}

export const Settings: z.ZodType<Settings> = z.object({ theme: z.string() })

export interface Other {
  readonly size: number
}

export const Other: z.ZodType<Other> = z.object({ size: z.number() })
