/** How one kind of effect behaves. */
export interface Behaviour {
  readonly medianMs: number
  /** spread of the duration: 0.3 is steady, 0.9 has a long tail */
  readonly sigma: number
  /** chance of an error that may pass */
  readonly flaky: number
  /** chance of an error for good */
  readonly broken: number
  readonly errors: readonly [Fault, ...Fault[]]
  readonly lastingErrors: readonly [Fault, ...Fault[]]
}

/** `{ms}` and `{n}` in the message vary, the fingerprint does not. */
export interface Fault {
  readonly fingerprint: string
  readonly message: string
}

const timeout: Fault = { fingerprint: "timeout", message: "no answer within {ms} ms" }
const refused: Fault = { fingerprint: "connection-refused", message: "connection to host-{n} refused" }
const throttled: Fault = { fingerprint: "rate-limited", message: "429 Too Many Requests, retry after {ms} ms" }
const badInput: Fault = { fingerprint: "bad-input", message: "field {n} of the input is not valid" }
const declined: Fault = { fingerprint: "card-declined", message: "card ending in {n} was declined" }
const corrupt: Fault = { fingerprint: "corrupt-media", message: "frame {n} cannot be decoded" }
const deadlock: Fault = { fingerprint: "serialization-failure", message: "transaction {n} could not be serialized" }
const noDriver: Fault = { fingerprint: "carrier-unavailable", message: "carrier depot {n} takes no bookings" }

const calm: Behaviour = {
  medianMs: 120,
  sigma: 0.4,
  flaky: 0.03,
  broken: 0,
  errors: [timeout, refused],
  lastingErrors: [badInput],
}

const behaviours: ReadonlyMap<string, Partial<Behaviour>> = new Map<string, Partial<Behaviour>>([
  ["order.validate", { medianMs: 40, broken: 0.004 }],
  ["stock.reserve", { medianMs: 180, flaky: 0.1, errors: [deadlock, timeout] }],
  ["fraud.screen", { medianMs: 420, sigma: 0.6, flaky: 0.05 }],
  ["card.charge", { medianMs: 650, sigma: 0.5, flaky: 0.08, broken: 0.03, lastingErrors: [declined] }],
  ["warehouse.pick", { medianMs: 900, sigma: 0.5 }],
  ["warehouse.pack", { medianMs: 700 }],
  ["carrier.book", { medianMs: 1100, sigma: 0.7, flaky: 0.14, errors: [throttled, timeout, noDriver] }],
  ["mail.send", { medianMs: 260, flaky: 0.07, errors: [throttled, timeout] }],
  ["invoice.issue", { medianMs: 150 }],
  ["video.probe", { medianMs: 300, broken: 0.02, lastingErrors: [corrupt] }],
  ["video.encode", { medianMs: 2600, sigma: 0.6, flaky: 0.06 }],
  ["image.render", { medianMs: 500 }],
  ["speech.transcribe", { medianMs: 1900, sigma: 0.7, flaky: 0.09, errors: [throttled, timeout] }],
  ["video.package", { medianMs: 800 }],
  ["cdn.publish", { medianMs: 350, sigma: 0.8, flaky: 0.12, errors: [refused, throttled] }],
  ["table.extract", { medianMs: 1400, sigma: 0.9, flaky: 0.08, errors: [timeout, deadlock] }],
  ["table.join", { medianMs: 1000 }],
  ["table.aggregate", { medianMs: 750, sigma: 0.6 }],
  ["report.render", { medianMs: 450 }],
  ["file.archive", { medianMs: 200, flaky: 0.1 }],
])

/** How a kind behaves; an unknown one is quick and calm. */
export function behaviourOf(kind: string): Behaviour {
  return { ...calm, ...behaviours.get(kind) }
}
