import { appendOnly } from "./append-only.ts"
import { bulkInsert } from "./bulk-insert.ts"
import { duplicateColumn } from "./duplicate-column.ts"
import { duplicateParameter } from "./duplicate-parameter.ts"
import { listPlace } from "./list-place.ts"
import { nestedAlias } from "./nested-alias.ts"
import { notAQuery } from "./not-a-query.ts"
import type { Rule } from "./rule.ts"
import { unfencedWrite } from "./unfenced-write.ts"
import { unnamedColumn } from "./unnamed-column.ts"
import { unversionedUpdate } from "./unversioned-update.ts"

/** Every rule over one query. One rule, one file. */
export const rules: readonly Rule[] = [
  appendOnly,
  bulkInsert,
  duplicateColumn,
  duplicateParameter,
  listPlace,
  nestedAlias,
  notAQuery,
  unfencedWrite,
  unnamedColumn,
  unversionedUpdate,
]
