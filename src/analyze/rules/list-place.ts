import type { Diagnostic } from "../../diagnostics/diagnostic.ts"
import { type SourceFile, type Span, textOf } from "../../source/source-file.ts"
import type { Expression } from "../../syntax/ast.ts"
import { listsOf } from "../../syntax/in-list.ts"
import { report } from "../../syntax/report.ts"
import { walkStatement } from "../../syntax/walk.ts"
import type { TypedParameter } from "../parameters.ts"
import type { RuleInput } from "./rule.ts"

type In = Extract<Expression, { kind: "in" }>
type Parameter = Extract<Expression, { kind: "parameter" }>

/** `IN (:ids)` takes a list that an annotation calls one, alone; without the annotation `:ids` is one value. */
export function listPlace({ statement, annotation, types }: RuleInput): readonly Diagnostic[] {
  const { file, ast } = statement
  const lists = listsOf(annotation)
  const found: Diagnostic[] = []
  const visit = (node: Expression): void => {
    if (node.kind !== "in" || node.set.kind !== "list") return
    const { items } = node.set
    const list = items.find((item) => item.kind === "parameter" && lists.has(item.text.slice(1)))
    const [only, another] = items
    if (list?.kind === "parameter") found.push(amongValues(file, node, list, items))
    else if (only?.kind === "parameter" && another === undefined) found.push(oneValue(file, node, only))
  }
  if (ast !== undefined) walkStatement(ast, visit, { subqueries: true })
  if (found.length > 0) return found
  return annotation.params.flatMap(({ name, list }) => {
    const parameter = types.parameters.find((one) => one.name === name.text)
    return list === undefined || parameter?.unread !== true ? [] : [unread(file, list, parameter)]
  })
}

function unread(file: SourceFile, span: Span, { name }: TypedParameter): Diagnostic {
  const message = `\`[]\` calls \`${name}\` a list, and the query reads no elements of it`
  const help = `write \`IN (:${name})\`, or say of what with \`-- @param ${name} text[]\` to send the list as one JSON text`
  return report(file, "list-place", span, message, "a list of what?", { help })
}

function amongValues(file: SourceFile, node: In, list: Parameter, items: readonly Expression[]): Diagnostic {
  const operand = textOf(file, node.operand.span)
  const others = items.filter((item) => item !== list).map((item) => textOf(file, item.span))
  const word = node.not ? "NOT IN" : "IN"
  const help = `write \`${operand} ${word} (${list.text}) ${node.not ? "AND" : "OR"} ${operand} ${word} (${others.join(", ")})\``
  const message = `\`${list.text}\` is a list, and a list stands alone in the parentheses of ${word}`
  return report(file, "list-place", list.span, message, "a list among values", { help })
}

function oneValue(file: SourceFile, node: In, parameter: Parameter): Diagnostic {
  const name = parameter.text.slice(1)
  const operand = textOf(file, node.operand.span)
  const message = `\`${node.not ? "NOT IN" : "IN"} (${parameter.text})\` takes one value, not a list`
  const equal = `write \`${operand} ${node.not ? "<>" : "="} ${parameter.text}\``
  const help = /^\w/.test(name)
    ? `for a list write \`-- @param ${name} []\` above the statement; for one value ${equal}`
    : `for a list name the parameter and write \`-- @param ids []\` above the statement; for one value ${equal}`
  return report(file, "one-value-in", parameter.span, message, "one value", { help })
}
