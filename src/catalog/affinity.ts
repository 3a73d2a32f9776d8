export type Affinity = "INTEGER" | "TEXT" | "BLOB" | "REAL" | "NUMERIC"

/** Declared type to affinity: SQLite's five rules, in order. https://sqlite.org/datatype3.html#determination_of_column_affinity */
export function affinityOf(declaredType: string | undefined): Affinity {
  if (declaredType === undefined || declaredType.trim() === "") return "BLOB"
  const type = declaredType.toUpperCase()
  if (type.includes("INT")) return "INTEGER"
  if (type.includes("CHAR") || type.includes("CLOB") || type.includes("TEXT")) return "TEXT"
  if (type.includes("BLOB")) return "BLOB"
  if (type.includes("REAL") || type.includes("FLOA") || type.includes("DOUB")) return "REAL"
  return "NUMERIC"
}
