import ts from "@typescript/typescript6"

/** A change of a source text that disables one rule or turns it around. */
export interface Mutation {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly what: string
}

/**
 * Every guarded return, arm of a switch, choice and part of a condition of a file, each disabled in turn. Left out are words for
 *people (`reason(...)`, `why...()`, templates), which goldens do not print, and the guards that only the compiler asks for: `x === undefined`
 * where there is always an x, `kind` before a field of that kind.
 */
export function mutationsOf(path: string, text: string): readonly Mutation[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true)
  const found: Mutation[] = []
  const put = (node: ts.Node, replacement: string, what: string): void => {
    found.push({ start: node.getStart(file), end: node.end, text: replacement, what })
  }
  const visit = (node: ts.Node): void => {
    if (isForPeople(node, file)) return
    mutate(node, file, put)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** True for a change that disables a whole rule. */
export function isRule({ what }: Mutation): boolean {
  return what.endsWith("is disabled")
}

type Put = (node: ts.Node, replacement: string, what: string) => void

function mutate(node: ts.Node, file: ts.SourceFile, put: Put): void {
  if (ts.isIfStatement(node)) {
    if (!/^[\w.[\]?()]+ [!=]== undefined( \|\| [\w.[\]?()]+ === undefined)*$/.test(node.expression.getText(file)))
      put(node.expression, "false", "the rule is disabled")
  } else if (ts.isConditionalExpression(node)) {
    if (isGuard(node.condition, file) || isWording(node.whenTrue, file)) return
    put(node.condition, "true", "always the first")
    put(node.condition, "false", "always the second")
  } else if (ts.isCaseClause(node) && node.statements.length > 0) {
    put(node.expression, '"no such case"', "the case is disabled")
  } else if (ts.isBinaryExpression(node)) mutateOperator(node, file, put)
  else if (!ts.isSourceFile(node) && ts.isPropertyAssignment(node.parent) && node.parent.initializer === node) {
    mutateFlag(node, put)
  }
}

function mutateOperator(node: ts.BinaryExpression, file: ts.SourceFile, put: Put): void {
  const { kind } = node.operatorToken
  if (kind !== ts.SyntaxKind.AmpersandAmpersandToken && kind !== ts.SyntaxKind.BarBarToken) return
  if (!isGuard(node.right, file)) put(node, node.left.getText(file), "only the left condition")
  if (!isGuard(node.left, file)) put(node, node.right.getText(file), "only the right condition")
}

/** A condition that the compiler may have asked for. */
function isGuard(node: ts.Node, file: ts.SourceFile): boolean {
  return /undefined|typeof|\bkind\b|\.length|!== null| in /.test(node.getText(file))
}

/** `visible: false` */
function mutateFlag(node: ts.Node, put: Put): void {
  if (node.kind === ts.SyntaxKind.TrueKeyword) put(node, "false", "true is false")
  if (node.kind === ts.SyntaxKind.FalseKeyword) put(node, "true", "false is true")
}

/** A choice between words for people. */
function isWording(node: ts.Node, file: ts.SourceFile): boolean {
  return ts.isStringLiteral(node)
    ? node.text.includes(" ")
    : /^(reason|why|\{ \.\.\.(why|because))/.test(node.getText(file))
}

function isForPeople(node: ts.Node, file: ts.SourceFile): boolean {
  if (ts.isTemplateExpression(node) || ts.isImportDeclaration(node) || ts.isTypeNode(node)) return true
  if (ts.isFunctionDeclaration(node))
    return /^why[A-Z]/.test(node.name?.text ?? "") || node.type?.getText(file) === "Reason"
  return ts.isCallExpression(node) && /^(reason|why|say|whyOf|because)$/.test(node.expression.getText(file))
}
