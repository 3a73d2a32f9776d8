import { itemInputs } from "../echo-program.ts"
import { type Effect, EffectError, PermanentError, type Program, type Work } from "../program.ts"
import { type Behaviour, behaviourOf, type Fault } from "./effect-kinds.ts"
import type { FreezableClock } from "./freezable-clock.ts"
import { between, lognormal, pick, type Random, randomFor } from "./random.ts"

/** How often the whole worker stalls while an effect runs, and for how many leases. */
const stall = { chance: 0.016, leastLeases: 1.3, mostLeases: 3 }

/** The share of workflows with one effect that never works. */
const poisoned = 0.035

/** Kinds that a poisoned workflow fails at. */
const poisonKinds: ReadonlySet<string> = new Set(["carrier.book", "cdn.publish", "file.archive", "mail.send"])

/** Effects that take time, fail and stall as their seed says, whoever runs them and when. */
export function simulatedProgram(
  seed: number,
  clock: FreezableClock,
  options: { readonly leaseMs: number; readonly onStall: (ms: number) => void },
): Program {
  return {
    async run(work, effect) {
      const random = randomFor(seed, work.id, effect.node, effect.branch, effect.attempt)
      const behaviour = behaviourOf(effect.kind)
      const durationMs = Math.min(lognormal(random, behaviour.medianMs, behaviour.sigma), options.leaseMs / 2)
      if (random() < stall.chance) {
        const leases = stall.leastLeases + random() * (stall.mostLeases - stall.leastLeases)
        const ms = Math.floor(leases * options.leaseMs)
        clock.freeze(ms)
        options.onStall(ms)
      }
      await clock.sleep(Math.ceil(durationMs))
      throwFault(seed, work, effect, behaviour, random)
      return { reference: `${effect.kind}/${between(random, 100_000, 999_999)}` }
    },
    branches: itemInputs,
  }
}

function throwFault(seed: number, work: Work, effect: Effect, behaviour: Behaviour, random: Random): void {
  if (random() < behaviour.broken) {
    const fault = pick(random, behaviour.lastingErrors)
    throw new PermanentError(fault.fingerprint, messageOf(fault, random))
  }
  const poison = poisonKinds.has(effect.kind) && randomFor(seed, "poison", work.id)() < poisoned
  if (poison || random() < behaviour.flaky) {
    const fault = pick(random, behaviour.errors)
    throw new EffectError(fault.fingerprint, messageOf(fault, random))
  }
}

function messageOf(fault: Fault, random: Random): string {
  return fault.message
    .replace("{ms}", String(between(random, 2, 9) * 500))
    .replace("{n}", String(between(random, 1000, 9999)))
}
