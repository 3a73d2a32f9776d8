-- Graph: the nodes and edges of a definition, and how a workflow moves through them.
--
-- The recursive steps say CROSS JOIN, which keeps the order of their loops: from a node that was reached, seek its own
-- edges. Left to itself, the planner reads every edge of the graph for each node.

-- name: insertNodes
-- Adds nodes to a version of a definition, all in one bind.
-- @example definition = 'order'
-- @example definition_version = 1
-- @example nodes = '[{"node":"charge","kind":"card.charge","fanOut":false,"maxAttempts":3}]'
INSERT INTO nodes (definition, definition_version, node, kind, fan_out, max_attempts)
SELECT
  :definition,
  :definition_version,
  item.value ->> '$.node',
  item.value ->> '$.kind',
  item.value ->> '$.fanOut',
  item.value ->> '$.maxAttempts'
FROM json_each(:nodes) AS item
WHERE TRUE
ON CONFLICT (definition, definition_version, node) DO NOTHING;

-- name: insertEdges
-- Adds edges between nodes, all in one bind. Ask `hasCycle` in the same batch.
-- @example definition = 'order'
-- @example definition_version = 1
-- @example edges = '[{"from":"charge","to":"ship"}]'
INSERT INTO edges (definition, definition_version, from_node, to_node)
SELECT
  :definition,
  :definition_version,
  item.value ->> '$.from',
  item.value ->> '$.to'
FROM json_each(:edges) AS item
WHERE TRUE
ON CONFLICT (definition, definition_version, from_node, to_node) DO NOTHING;

-- name: advance
-- Creates the effects of every node whose upstream nodes are done, the first ones included. Where branches meet,
-- whoever comes last creates the effect, and two that come together create it once: the key decides.
-- @example workflow_id = 'wf-1'
-- @example claim_token = 1
-- @example now = 1700000000000
INSERT INTO effects (workflow_id, node, branch, kind, max_attempts, available_at, created_at)
SELECT w.id, n.node, 0, n.kind, n.max_attempts, :now, :now
FROM workflows AS w
JOIN nodes AS n ON n.definition = w.definition AND n.definition_version = w.definition_version
WHERE w.id = :workflow_id
  AND w.status = 'running'
  AND w.claim_token = :claim_token
  AND n.fan_out = 0
  -- an upstream node without effects comes out of the LEFT JOIN as NULL, and IS NOT sees it
  AND NOT EXISTS (
    SELECT 1
    FROM edges AS d
    LEFT JOIN effects AS u ON u.workflow_id = w.id AND u.node = d.from_node
    WHERE d.definition = n.definition
      AND d.definition_version = n.definition_version
      AND d.to_node = n.node
      AND u.status IS NOT 'succeeded'
  )
ON CONFLICT (workflow_id, node, branch) DO NOTHING
RETURNING node, kind;

-- name: readyNodes
-- Nodes that have no effect yet and wait for nothing. `advance` creates the effects of those that do not fan out; of
-- the others the worker says how many (`insertEffects`).
-- @example workflow_id = 'wf-1'
SELECT n.node, n.kind, n.fan_out, n.max_attempts
FROM workflows AS w
JOIN nodes AS n ON n.definition = w.definition AND n.definition_version = w.definition_version
WHERE w.id = :workflow_id
  AND NOT EXISTS (SELECT 1 FROM effects AS e WHERE e.workflow_id = w.id AND e.node = n.node)
  AND NOT EXISTS (
    SELECT 1
    FROM edges AS d
    LEFT JOIN effects AS u ON u.workflow_id = w.id AND u.node = d.from_node
    WHERE d.definition = n.definition
      AND d.definition_version = n.definition_version
      AND d.to_node = n.node
      AND u.status IS NOT 'succeeded'
  )
ORDER BY n.node;

-- name: blockedBy
-- What a node of a workflow still waits for; `effect_status` is NULL where the upstream node has not begun.
-- @example workflow_id = 'wf-1'
-- @example node = 'ship'
SELECT d.from_node, u.branch, u.status AS effect_status
FROM workflows AS w
JOIN edges AS d ON d.definition = w.definition AND d.definition_version = w.definition_version
LEFT JOIN effects AS u ON u.workflow_id = w.id AND u.node = d.from_node
WHERE w.id = :workflow_id
  AND d.to_node = :node
  AND u.status IS NOT 'succeeded'
ORDER BY d.from_node, u.branch;

-- name: downstreamNodes
-- Every node that can be reached from one, without it unless a cycle leads back.
-- @example definition = 'order'
-- @example definition_version = 1
-- @example node = 'charge'
WITH RECURSIVE downstream (node) AS (
  SELECT d.to_node
  FROM edges AS d
  WHERE d.definition = :definition AND d.definition_version = :definition_version AND d.from_node = :node
  UNION -- not ALL: each node once, so that a cycle ends
  SELECT d.to_node
  FROM downstream AS r
  CROSS JOIN edges AS d
    ON d.definition = :definition AND d.definition_version = :definition_version AND d.from_node = r.node
)
SELECT node FROM downstream ORDER BY node;

-- name: upstreamNodes
-- Every node that one waits for, directly or not.
-- @example definition = 'order'
-- @example definition_version = 1
-- @example node = 'ship'
WITH RECURSIVE upstream (node) AS (
  SELECT d.from_node
  FROM edges AS d
  WHERE d.definition = :definition AND d.definition_version = :definition_version AND d.to_node = :node
  UNION
  SELECT d.from_node
  FROM upstream AS r
  CROSS JOIN edges AS d
    ON d.definition = :definition AND d.definition_version = :definition_version AND d.to_node = r.node
)
SELECT node FROM upstream ORDER BY node;

-- name: topologicalLevels
-- Nodes in an order that respects every edge: the level is the length of the longest way to the node, and nodes of
-- one level may run side by side. Means something only without a cycle (`hasCycle`), but ends in any case.
-- @example definition = 'order'
-- @example definition_version = 1
WITH RECURSIVE levels (node, level) AS (
  SELECT n.node, 0
  FROM nodes AS n
  WHERE n.definition = :definition AND n.definition_version = :definition_version
  UNION -- (node, level) pairs, not paths: at most nodes * nodes of them, where paths can be exponentially many
  SELECT d.to_node, CAST(l.level + 1 AS INTEGER)
  FROM levels AS l
  CROSS JOIN edges AS d
    ON d.definition = :definition AND d.definition_version = :definition_version AND d.from_node = l.node
  WHERE l.level < (
    SELECT count(*) FROM nodes AS n WHERE n.definition = :definition AND n.definition_version = :definition_version
  )
)
SELECT node, max(level) AS level
FROM levels
GROUP BY node
ORDER BY level, node;

-- name: hasCycle
-- Whether some node can reach itself: such a definition never ends.
-- @example definition = 'order'
-- @example definition_version = 1
WITH RECURSIVE reach (origin, node) AS (
  SELECT d.from_node, d.to_node
  FROM edges AS d
  WHERE d.definition = :definition AND d.definition_version = :definition_version
  UNION
  SELECT r.origin, d.to_node
  FROM reach AS r
  CROSS JOIN edges AS d
    ON d.definition = :definition AND d.definition_version = :definition_version AND d.from_node = r.node
)
SELECT EXISTS (SELECT 1 FROM reach WHERE origin = node) AS has_cycle;
