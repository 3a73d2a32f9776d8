/** A graph in the form that `insertNodes` and `insertEdges` take. */
export interface Definition {
  readonly name: string
  readonly description: string
  readonly nodes: readonly DefinitionNode[]
  readonly edges: readonly { readonly from: string; readonly to: string }[]
}

type DefinitionNode = {
  readonly node: string
  readonly kind: string
  readonly fanOut: boolean
  readonly maxAttempts: number
}

function node(name: string, kind: string): DefinitionNode {
  return { node: name, kind, fanOut: false, maxAttempts: 4 }
}

/** One effect for each item of the workflow. */
function each(name: string, kind: string): DefinitionNode {
  return { node: name, kind, fanOut: true, maxAttempts: 4 }
}

/** `"a b"` -> `"c"`: c waits for a and for b. */
function after(from: string, to: string) {
  const targets = to.split(" ")
  return from.split(" ").flatMap((source) => targets.map((target) => ({ from: source, to: target })))
}

const order: Definition = {
  name: "order",
  description: "reserve, charge, pick each line, pack and ship",
  nodes: [
    node("validate", "order.validate"),
    node("reserve", "stock.reserve"),
    node("screen", "fraud.screen"),
    node("charge", "card.charge"),
    each("pick", "warehouse.pick"),
    node("pack", "warehouse.pack"),
    node("ship", "carrier.book"),
    node("notify", "mail.send"),
    node("invoice", "invoice.issue"),
  ],
  edges: [
    ...after("validate", "reserve screen"),
    ...after("reserve screen", "charge"),
    ...after("charge", "pick invoice"),
    ...after("pick", "pack"),
    ...after("pack", "ship"),
    ...after("ship", "notify"),
  ],
}

const media: Definition = {
  name: "media",
  description: "encode each rendition, package and publish",
  nodes: [
    node("probe", "video.probe"),
    each("encode", "video.encode"),
    node("poster", "image.render"),
    node("captions", "speech.transcribe"),
    node("package", "video.package"),
    node("publish", "cdn.publish"),
    node("announce", "mail.send"),
  ],
  edges: [
    ...after("probe", "encode poster captions"),
    ...after("encode poster captions", "package"),
    ...after("package", "publish"),
    ...after("publish", "announce"),
  ],
}

const report: Definition = {
  name: "report",
  description: "extract three tables, join them, aggregate each region",
  nodes: [
    node("orders", "table.extract"),
    node("visits", "table.extract"),
    node("accounts", "table.extract"),
    node("join", "table.join"),
    each("region", "table.aggregate"),
    node("render", "report.render"),
    node("send", "mail.send"),
    node("archive", "file.archive"),
  ],
  edges: [
    ...after("orders visits accounts", "join"),
    ...after("join", "region"),
    ...after("region", "render"),
    ...after("render", "send archive"),
  ],
}

const renewal: Definition = {
  name: "renewal",
  description: "charge a subscription for another month",
  nodes: [node("charge", "card.charge"), node("invoice", "invoice.issue"), node("receipt", "mail.send")],
  edges: after("charge", "invoice receipt"),
}

/** The definitions of the demo. */
export const definitions: readonly Definition[] = [order, media, report, renewal]
