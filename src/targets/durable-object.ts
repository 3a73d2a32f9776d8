import { d1 } from "./d1.ts"
import type { TargetProfile } from "./target.ts"

/**
 * SQL in the storage of a Durable Object. workerd has one engine and one authorizer for it and for D1, which is a Durable
 * Object itself; test/truth/profile.test.ts runs every line on both.
 */
export const durableObject: TargetProfile = { ...d1, name: "durable-object", title: "a Durable Object" }
