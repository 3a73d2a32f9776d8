import { byName, type PragmaLine, pragmaLines } from "./line.ts"
import { probed } from "./workerd-evidence.ts"

/** Pragmas that workerd takes, in lower case only. https://sqlite.org/pragma.html */
export const pragmas: ReadonlyMap<string, PragmaLine> = byName(
  pragmaLines(
    probed,
    `
    table_list any-name; table_info name; table_xinfo name; index_list name; index_info name; index_xinfo name;
    foreign_key_list name; foreign_key_check optional-name; quick_check name-or-number; data_version read;
    optimize number: writes statistics;
    foreign_keys boolean: setting it does nothing, every call runs in a transaction;
    defer_foreign_keys boolean: ends with the transaction;
    case_sensitive_like boolean: stays on for later queries of the connection;
    ignore_check_constraints boolean: stays on for later queries of the connection;
    legacy_alter_table boolean: stays on for later queries of the connection;
    recursive_triggers boolean: stays on for later queries of the connection;
    reverse_unordered_selects boolean: stays on for later queries of the connection
    `,
  ),
)
