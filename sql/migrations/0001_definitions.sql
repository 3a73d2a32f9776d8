-- What a workflow may do: versioned definitions, each a directed acyclic graph of nodes.
--
-- Conventions of every migration: STRICT tables; NOT NULL unless absence means something; every constraint has a
-- name; instants are INTEGER milliseconds in `_at`, durations INTEGER milliseconds in `_ms`; enums are CHECK lists.
-- No foreign key cascades: on D1 a table rebuild would fire ON DELETE CASCADE and empty the children without a word.

CREATE TABLE definitions (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  retired_at INTEGER, -- workflows that pin it still run; new ones take another (`latestDefinition`)
  CONSTRAINT definitions_pk PRIMARY KEY (name, version),
  CONSTRAINT definitions_name_length CHECK (length(name) BETWEEN 1 AND 100),
  CONSTRAINT definitions_version_positive CHECK (version > 0)
) STRICT;

-- One node is one kind of effect. A `fan_out` node gets its effects from the worker that reaches it (one per item),
-- every other node gets exactly one, on branch 0.
CREATE TABLE nodes (
  definition TEXT NOT NULL,
  definition_version INTEGER NOT NULL,
  node TEXT NOT NULL,
  kind TEXT NOT NULL,
  fan_out INTEGER NOT NULL DEFAULT 0,
  max_attempts INTEGER NOT NULL DEFAULT 3,
  CONSTRAINT nodes_pk PRIMARY KEY (definition, definition_version, node),
  CONSTRAINT nodes_definition_fk FOREIGN KEY (definition, definition_version) REFERENCES definitions (name, version),
  CONSTRAINT nodes_node_length CHECK (length(node) BETWEEN 1 AND 100),
  CONSTRAINT nodes_fan_out_boolean CHECK (fan_out IN (0, 1)),
  CONSTRAINT nodes_max_attempts_positive CHECK (max_attempts > 0)
) STRICT, WITHOUT ROWID;

-- `to_node` waits for every effect of `from_node`.
CREATE TABLE edges (
  definition TEXT NOT NULL,
  definition_version INTEGER NOT NULL,
  from_node TEXT NOT NULL,
  to_node TEXT NOT NULL,
  CONSTRAINT edges_pk PRIMARY KEY (definition, definition_version, from_node, to_node),
  CONSTRAINT edges_from_fk FOREIGN KEY (definition, definition_version, from_node)
    REFERENCES nodes (definition, definition_version, node),
  CONSTRAINT edges_to_fk FOREIGN KEY (definition, definition_version, to_node)
    REFERENCES nodes (definition, definition_version, node),
  CONSTRAINT edges_no_self_loop CHECK (from_node <> to_node)
) STRICT, WITHOUT ROWID;

-- Upstream of a node: readiness, fan-in.
CREATE INDEX edges_by_target ON edges (definition, definition_version, to_node, from_node);
