import { type Check, type Column, fold, type Place, type Table } from "../catalog/catalog.ts"
import type { TypeAnnotation } from "../syntax/annotation.ts"
import type { Expression } from "../syntax/ast.ts"
import { isColumn, limitsOf, rangeWithin, together } from "./check-limits.ts"
import { anyStorage, authorsWord, jsonScalarStorage, numericStorage, plain, reason, storageOf } from "./lattice.ts"
import { literalOf } from "./literal.ts"
import type { JsonShape, Limits, Reason, StorageClass, ValueType } from "./value-type.ts"

/**
 * What a stored column holds. STRICT tables: what SQLite admits. Others: the declared type is a contract on the data.
 * CHECK constraints narrow both. https://sqlite.org/stricttables.html https://sqlite.org/datatype3.html
 */
export function columnType(table: Table, column: Column, fallback: Place): ValueType {
  const place = column.declaredAt ?? table.place ?? fallback
  const declared = column.declaredType === undefined ? "has no declared type" : `is declared ${column.declaredType}`
  const why = reason(
    `\`${table.name}.${column.name}\` ${declared}${table.strict ? " in a STRICT table" : ""}`,
    place.file,
    place.span,
  )
  const nullWhy = reason(whyNullable(table, column), place.file, place.span)
  const base = declaredStorage(column.declaredType)
  let type: ValueType = {
    ...plain(base.storage, !column.notNull, why, nullWhy),
    logical: base.logical,
    json: base.json,
  }
  for (const check of table.checks) type = narrowedByCheck(type, table, column, check, place)
  return column.annotation === undefined ? type : annotated(type, column.annotation.type, column.annotation.place)
}

function whyNullable(table: Table, column: Column): string {
  const name = `\`${table.name}.${column.name}\``
  if (column.rowidAlias) return `${name} is the rowid and never NULL`
  if (column.notNull) return `${name} is NOT NULL`
  return `${name} has no NOT NULL`
}

export interface Declared {
  readonly storage: ReadonlySet<StorageClass>
  readonly logical: ValueType["logical"]
  readonly json: JsonShape | undefined
}

/** Storage classes of a declared type: what STRICT tables admit (INT, INTEGER, REAL, TEXT, BLOB, ANY), the contract on the data of others. */
export function declaredStorage(declaredType: string | undefined): Declared {
  const words = (declaredType ?? "")
    .toUpperCase()
    .replace(/\(.*\)/s, "")
    .trim()
  const only = (...storage: readonly StorageClass[]): Declared => ({
    storage: storageOf(...storage),
    logical: "plain",
    json: undefined,
  })
  if (words === "BOOLEAN" || words === "BOOL") return { ...only("integer"), logical: "boolean" }
  // NUMERIC affinity stores the JSON text 3 as the number 3. https://sqlite.org/datatype3.html#determination_of_column_affinity
  if (words === "JSON") return { storage: jsonScalarStorage, logical: "plain", json: { kind: "unknown" } }
  if (/^(DATE|DATETIME|TIMESTAMP|TIME)\b/.test(words)) return only("text")
  if (words.includes("INT")) return only("integer")
  if (words.includes("CHAR") || words.includes("CLOB") || words.includes("TEXT")) return only("text")
  if (words.includes("BLOB")) return only("blob")
  if (words.includes("REAL") || words.includes("FLOA") || words.includes("DOUB")) return only("real")
  if (/^(NUMERIC|DECIMAL|NUMBER|MONEY)\b/.test(words))
    return { storage: numericStorage, logical: "plain", json: undefined }
  return { storage: anyStorage, logical: "plain", json: undefined }
}

/** An author's word: type, and NULL only where it says so or the column allows it. */
function annotated(type: ValueType, annotation: TypeAnnotation, place: Place): ValueType {
  const why = authorsWord("an annotation says so", place.file, place.span)
  return {
    ...fromAnnotation(annotation, type.nullable || annotation.nullable, why),
    why: { type: why, nullable: annotation.nullable ? why : type.why.nullable },
  }
}

/** `timestamp_ms`, `'a' | 'b'`, `json<./schemas.ts#Context>` as a value type. */
export function fromAnnotation(annotation: TypeAnnotation, nullable: boolean, why: Reason): ValueType {
  const { base } = annotation
  const shape = (): ValueType => {
    switch (base) {
      case "integer":
      case "real":
      case "text":
      case "blob":
        return plain(storageOf(base), nullable, why)
      case "boolean":
      case "bigint":
      case "timestamp_ms":
        return { ...plain(storageOf("integer"), nullable, why), logical: base }
      case "json":
        return { ...plain(storageOf("text"), nullable, why), json: refShape(annotation, why) }
      case "literals":
        return { ...plain(literalStorage(annotation.literals), nullable, why), literals: annotation.literals }
    }
  }
  return { ...shape(), array: annotation.array }
}

function refShape(annotation: TypeAnnotation, why: Reason): JsonShape {
  return annotation.ref === undefined ? { kind: "unknown" } : { kind: "ref", ref: annotation.ref, from: why.file }
}

function literalStorage(literals: readonly (string | number)[]): ReadonlySet<StorageClass> {
  return new Set(
    literals.map(
      (value): StorageClass => (typeof value === "string" ? "text" : Number.isInteger(value) ? "integer" : "real"),
    ),
  )
}

/** `CHECK (a IN (...) AND json_valid(b))`: each conjunct may speak of this column; a CHECK lets NULL pass. */
function narrowedByCheck(type: ValueType, table: Table, column: Column, check: Check, place: Place): ValueType {
  let narrowed = type
  for (const conjunct of conjuncts(check.expression)) {
    const found = check.place ?? place
    const why = reason(
      `CHECK of \`${table.name}\`${check.name === undefined ? "" : ` (\`${check.name}\`)`}`,
      found.file,
      found.span,
      type.why.type,
    )
    if (isNotNull(column, conjunct))
      narrowed = { ...narrowed, nullable: false, why: { ...narrowed.why, nullable: why } }
    for (const required of conjuncts(withoutNullArm(column, conjunct)))
      narrowed = narrowedBy(narrowed, column, required, why)
  }
  return narrowed
}

function isNotNull(column: Column, conjunct: Expression): boolean {
  return conjunct.kind === "is-null" && conjunct.not && isColumn(conjunct.operand, column)
}

function narrowedBy(type: ValueType, column: Column, required: Expression, why: Reason): ValueType {
  const because = { ...type.why, type: why }
  const list = literalList(column, required)
  if (list !== undefined && fits(type, list)) {
    const boolean = list.every((value) => value === 0 || value === 1) && list.length === 2
    return {
      ...type,
      literals: list,
      storage: literalStorage(list),
      logical: boolean ? "boolean" : type.logical,
      why: because,
    }
  }
  const limits = limitsOf(type, column, required)
  if (limits !== undefined) return limited(type, limits, why)
  if (
    isCall(required, "json_valid") &&
    required.args.length === 1 &&
    required.args[0] !== undefined &&
    isColumn(required.args[0], column)
  ) {
    return type.storage.has("text") && type.storage.size === 1
      ? { ...type, json: type.json ?? { kind: "unknown" }, why: because }
      : type
  }
  return type
}

function limited(type: ValueType, limits: Limits, why: Reason): ValueType {
  const both = together(type.limits, limits)
  const range = both === undefined ? undefined : rangeWithin(both)
  return { ...type, limits: both, ...(range === undefined ? {} : { range }), why: { ...type.why, type: why } }
}

/** `x IS NULL OR p` says of a value what `p` says. */
function withoutNullArm(column: Column, expression: Expression): Expression {
  if (expression.kind !== "binary" || expression.op !== "or") return expression
  const { left, right } = expression
  if (left.kind === "is-null" && !left.not && isColumn(left.operand, column)) return right
  if (right.kind === "is-null" && !right.not && isColumn(right.operand, column)) return left
  return expression
}

/** The closed list of `x IN ('a', 'b')`, `x = 'a' OR x = 'b'`; a collation other than BINARY closes nothing. */
function literalList(column: Column, expression: Expression): readonly (string | number)[] | undefined {
  if (column.collation !== undefined && fold(column.collation) !== "binary") return undefined
  if (
    expression.kind === "in" &&
    !expression.not &&
    expression.set.kind === "list" &&
    isColumn(expression.operand, column)
  ) {
    return allLiterals(expression.set.items)
  }
  if (expression.kind === "binary" && expression.op === "=") {
    const value = isColumn(expression.left, column)
      ? expression.right
      : isColumn(expression.right, column)
        ? expression.left
        : undefined
    return value === undefined ? undefined : allLiterals([value])
  }
  if (expression.kind === "binary" && expression.op === "or") {
    const left = literalList(column, expression.left)
    const right = literalList(column, expression.right)
    return left === undefined || right === undefined ? undefined : [...new Set([...left, ...right])]
  }
  return undefined
}

function allLiterals(items: readonly Expression[]): readonly (string | number)[] | undefined {
  const values: (string | number)[] = []
  for (const item of items) {
    const value = literalOf(item)
    if (value === undefined) return undefined
    if (!values.includes(value)) values.push(value)
  }
  return values.length === 0 ? undefined : values
}

/** Values of another class could still be stored: the list must be of the column's own class. */
function fits(type: ValueType, list: readonly (string | number)[]): boolean {
  const storage = literalStorage(list)
  return [...type.storage].every((own) => storage.has(own))
}

function isCall(expression: Expression, name: string): expression is Extract<Expression, { kind: "call" }> {
  return expression.kind === "call" && fold(expression.name.text) === name
}

/** `a AND b AND c` as a list. */
export function conjuncts(expression: Expression): readonly Expression[] {
  return expression.kind === "binary" && expression.op === "and"
    ? [...conjuncts(expression.left), ...conjuncts(expression.right)]
    : [expression]
}
