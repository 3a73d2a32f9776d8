import { beyondPromise } from "./beyond-promise.ts"
import { compoundTerms } from "./compound-terms.ts"
import { deniedFunction } from "./denied-function.ts"
import { deniedModule } from "./denied-module.ts"
import { deniedPragma } from "./denied-pragma.ts"
import { deniedStatement } from "./denied-statement.ts"
import { expressionDepth } from "./expression-depth.ts"
import { functionArguments } from "./function-arguments.ts"
import { functionArity } from "./function-arity.ts"
import { jsonPath } from "./json-path.ts"
import { likeParameter } from "./like-parameter.ts"
import { likePattern } from "./like-pattern.ts"
import { limitedWrite } from "./limited-write.ts"
import { matchCall } from "./match-call.ts"
import { newerSyntax } from "./newer-syntax.ts"
import { outerOrder } from "./outer-order.ts"
import type { RefusalRule } from "./refusal-rule.ts"
import { reservedName } from "./reserved-name.ts"
import { rollbackConflict } from "./rollback-conflict.ts"
import { sqlLength } from "./sql-length.ts"
import { temporaryObject } from "./temporary-object.ts"
import { tooManyColumns } from "./too-many-columns.ts"
import { tooManyOperations } from "./too-many-operations.ts"
import { tooManyParameters } from "./too-many-parameters.ts"
import { valueSize } from "./value-size.ts"
import { windowNumber } from "./window-number.ts"

/** Every reason for which a target refuses what SQLite takes. Where two explain a refusal, the first does. */
export const refusalRules: readonly RefusalRule[] = [
  functionArguments,
  functionArity,
  jsonPath,
  deniedFunction,
  compoundTerms,
  likePattern,
  likeParameter,
  beyondPromise,
  expressionDepth,
  valueSize,
  sqlLength,
  tooManyColumns,
  tooManyParameters,
  tooManyOperations,
  rollbackConflict,
  deniedStatement,
  deniedPragma,
  deniedModule,
  temporaryObject,
  reservedName,
  limitedWrite,
  newerSyntax,
  outerOrder,
  matchCall,
  windowNumber,
]
