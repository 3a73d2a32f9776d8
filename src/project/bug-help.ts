/** The help of `internal-error`, also where there is no statement to show. */
export const bugHelp: string =
  "this is a bug of sqlgen: please report it with the statement and the tables that it reads"
