export {
  type BulkExecQuery,
  type BulkManyQuery,
  type BulkResult,
  bulkExecQuery,
  bulkManyQuery,
} from "./bulk.ts"
export type { Check, Form, NamedCheck, ValueKind } from "./check.ts"
export {
  bigintsToJsonText,
  blobsToJsonText,
  fromAny,
  fromBigInt,
  fromBlob,
  fromBoolean,
  fromNumber,
  numbersToJsonText,
  parseJson,
  rowsToJsonText,
  toBigInt,
  toBlob,
  toBoolean,
  toJsonText,
} from "./convert.ts"
export type {
  BatchResult,
  BindValue,
  Driver,
  ExecStatement,
  Mode,
  Prepared,
  PreparedTransaction,
  RawRow,
  Refusal,
  Reply,
  RetryClass,
  Statement,
  StatementFacts,
} from "./driver.ts"
export {
  BusyError,
  ConflictError,
  ConstraintError,
  type ConstraintFacts,
  NoRowError,
  ParameterError,
  QueryError,
  type QueryErrorCode,
  RowShapeError,
  TargetError,
  TooManyRowsError,
  TransientError,
} from "./errors.ts"
export { type FtsOptions, ftsQuery } from "./fts-query.ts"
export { conforms, type Issue } from "./issues.ts"
export {
  type ExecQuery,
  execQuery,
  type ManyQuery,
  manyQuery,
  type OneQuery,
  type OptionalQuery,
  oneQuery,
  optionalQuery,
  type QueryFacts,
} from "./query.ts"
export { type ConflictRetryOptions, retryOnConflict } from "./retry-on-conflict.ts"
export { allRows, oneRow, optionalRow } from "./rows.ts"
export { staged } from "./staged.ts"
export {
  type Checked,
  type Infer,
  type InferInput,
  type StandardSchema,
  standardCheck,
  standardCheckOrNull,
} from "./standard-schema.ts"
export type {
  Expected,
  InteractiveDriver,
  OpenTransaction,
  Pending,
  StagedDriver,
  StagedTransaction,
  TransactionCalls,
} from "./transaction.ts"
export {
  type RowStep,
  type Step,
  type Transaction,
  type TransactionQuery,
  transactionQuery,
} from "./transaction-query.ts"
export { isInt64, isJson, isListOf, isNull, type JsonValue, keyCount } from "./values.ts"
export { type RetryEvent, type RetryOptions, withRetry } from "./with-retry.ts"
