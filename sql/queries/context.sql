-- Context: changes to the JSON that a workflow carries.
--
-- Each is one statement, so no change of another is lost, and each counts as a new version. No row always means that
-- nothing was written: the workflow is finished or missing, or what the statement asks of the context does not hold.
-- Values come as JSON text, never as SQL values: text stays apart from JSON, and 3 stays 3 where every number is bound
-- as 3.0. A `path` is SQLite's: `$.user.id`, `$."dotted.key"`, `$.items[0]`, `$.items[#-1]`.

-- name: patchContext
-- Merges a patch into the context (RFC 7396): objects merge, null removes its key, anything else replaces.
-- @example id = 'wf-1'
-- @example patch = '{"user":{"id":"u2"},"note":null}'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = json_patch(context, :patch),
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running', 'paused')
RETURNING id, version, context;

-- name: patchContextIfVersion
-- Merges a patch if nobody has changed the workflow since it was read.
-- @example id = 'wf-1'
-- @example expected_version = 1
-- @example patch = '{"note":"called back"}'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = json_patch(context, :patch),
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND version = :expected_version
  AND status IN ('queued', 'running', 'paused')
RETURNING id, version, context;

-- name: patchContextIfValue
-- Merges a patch if the value at a path is the expected one. Values are compared as JSON text without white space: 1 is
-- not 1.0, and objects must list their keys in the same order.
-- @example id = 'wf-1'
-- @example path = '$.note'
-- @example expected = '"call back"'
-- @example patch = '{"note":"called back"}'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = json_patch(context, :patch),
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running', 'paused')
  AND context -> :path = json(:expected)
RETURNING id, version, context;

-- name: patchContextIfAbsent
-- Merges a patch if there is nothing at a path; JSON null is something.
-- @example id = 'wf-1'
-- @example path = '$.note'
-- @example patch = '{"note":"call back"}'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = json_patch(context, :patch),
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running', 'paused')
  AND json_type(context, :path) IS NULL
RETURNING id, version, context;

-- name: setContextPath
-- Puts a value at a path, JSON null included; objects on the way that do not exist are made. No row also when the path
-- leads through something that is no object, or past the end of an array.
-- @example id = 'wf-1'
-- @example path = '$.user.id'
-- @example value = '"u2"'
-- @example now = 1700000000000
-- sqlgen-ignore broken-word: the path is the caller's, who keeps to what WorkflowContext leaves free
UPDATE workflows
SET
  context = json_set(context, :path, json(:value)),
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running', 'paused')
  AND json_type(json_set(context, :path, json(:value)), :path) IS NOT NULL
RETURNING id, version, context;

-- name: setContextKey
-- Puts a value under a key of the context itself. The key may hold any character: no path is written by hand.
-- @example id = 'wf-1'
-- @example key = 'user.name'
-- @example value = '"Ada"'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = json_set(context, place.path, json(:value)),
  version = version + 1,
  updated_at = :now
FROM (
  -- \u0022 instead of \": before version 3.46 SQLite took any quote for the end of the key
  SELECT '$."' || replace(substr(quoted.key, 2, length(quoted.key) - 2), '\"', '\u0022') || '"' AS path
  FROM (SELECT json_quote(CAST(:key AS TEXT)) AS key) AS quoted
) AS place
WHERE workflows.id = :id
  AND workflows.status IN ('queued', 'running', 'paused')
RETURNING workflows.id, workflows.version, workflows.context;

-- name: removeContextPath
-- Takes out the value at a path; later items of an array move up. No row also when there is no value.
-- @example id = 'wf-1'
-- @example path = '$.note'
-- @example now = 1700000000000
-- sqlgen-ignore broken-word: the path is the caller's, who keeps to what WorkflowContext leaves free
UPDATE workflows
SET
  context = json_remove(context, :path),
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running', 'paused')
  AND json_type(context, :path) IS NOT NULL
RETURNING id, version, context;

-- name: removeContextKey
-- Takes a key, whatever its characters, out of the context itself. No row also when it is not there.
-- @example id = 'wf-1'
-- @example key = 'user.name'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = json_patch(context, json_object(:key, NULL)),
  version = version + 1,
  updated_at = :now
WHERE id = :id
  AND status IN ('queued', 'running', 'paused')
  AND EXISTS (SELECT 1 FROM json_each(workflows.context) AS entry WHERE entry.key = :key)
RETURNING id, version, context;

-- name: renameContextKey
-- Moves a value to another key of the context itself. No row also when it is not there or the other key is taken.
-- @example id = 'wf-1'
-- @example key = 'note'
-- @example new_key = 'remark'
-- @example now = 1700000000000
UPDATE workflows
SET
  context = json_set(
    json_patch(context, json_object(:key, NULL)),
    place.new_path,
    json(context -> place.old_path)
  ),
  version = version + 1,
  updated_at = :now
FROM (
  SELECT
    '$."' || replace(substr(quoted.key, 2, length(quoted.key) - 2), '\"', '\u0022') || '"' AS old_path,
    '$."' || replace(substr(quoted.new_key, 2, length(quoted.new_key) - 2), '\"', '\u0022') || '"' AS new_path
  FROM (
    SELECT json_quote(CAST(:key AS TEXT)) AS key, json_quote(CAST(:new_key AS TEXT)) AS new_key
  ) AS quoted
) AS place
WHERE workflows.id = :id
  AND workflows.status IN ('queued', 'running', 'paused')
  AND json_type(workflows.context, place.old_path) IS NOT NULL
  AND json_type(workflows.context, place.new_path) IS NULL
RETURNING workflows.id, workflows.version, workflows.context;

-- name: appendToContext
-- Adds a value to the end of the array at a path, which is made when nothing is there. No row also when something else
-- is there, JSON null included.
-- @example id = 'wf-1'
-- @example path = '$.items'
-- @example value = '{"sku":"book"}'
-- @example now = 1700000000000
-- sqlgen-ignore broken-word: the path is the caller's, who keeps to what WorkflowContext leaves free
UPDATE workflows
SET
  context = grown.context,
  version = version + 1,
  updated_at = :now
FROM (
  SELECT
    w.id,
    CASE
      WHEN json_type(w.context, :path) IS NULL THEN json_set(w.context, :path, json_array(json(:value)))
      WHEN json_type(w.context, :path) = 'array' THEN json_insert(w.context, :path || '[#]', json(:value))
      ELSE w.context
    END AS context
  FROM workflows AS w
  WHERE w.id = :id
    AND w.status IN ('queued', 'running', 'paused')
) AS grown
WHERE workflows.id = grown.id
  AND json_type(grown.context, :path) = 'array'
RETURNING workflows.id, workflows.version, workflows.context;

-- name: appendToContextBounded
-- The same for a list of the latest: of the array only the last `keep` values stay.
-- @example id = 'wf-1'
-- @example path = '$.recent'
-- @example value = '"clicked"'
-- @example keep = 10
-- @example now = 1700000000000
-- sqlgen-ignore broken-word: the path is the caller's, who keeps to what WorkflowContext leaves free
UPDATE workflows
SET
  context = json_set(
    grown.context,
    :path,
    json((
      SELECT json_group_array(json(grown.context -> :path -> item.key) ORDER BY item.key)
      FROM json_each(grown.context, :path) AS item
      WHERE item.key >= json_array_length(grown.context, :path) - :keep
    ))
  ),
  version = version + 1,
  updated_at = :now
FROM (
  SELECT
    w.id,
    CASE
      WHEN json_type(w.context, :path) IS NULL THEN json_set(w.context, :path, json_array(json(:value)))
      WHEN json_type(w.context, :path) = 'array' THEN json_insert(w.context, :path || '[#]', json(:value))
      ELSE w.context
    END AS context
  FROM workflows AS w
  WHERE w.id = :id
    AND w.status IN ('queued', 'running', 'paused')
) AS grown
WHERE workflows.id = grown.id
  AND json_type(grown.context, :path) = 'array'
RETURNING workflows.id, workflows.version, workflows.context;

-- name: incrementContext
-- Adds to the number at a path; nothing there counts as 0. An integer stays one when a whole number is added to it.
-- No row also when something else is there.
-- @example id = 'wf-1'
-- @example path = '$.visits'
-- @example by = 1
-- @example now = 1700000000000
-- sqlgen-ignore broken-word: the path is the caller's, who keeps to what WorkflowContext leaves free
UPDATE workflows
SET
  context = counted.context,
  version = version + 1,
  updated_at = :now
FROM (
  SELECT
    w.id,
    json_set(
      w.context,
      :path,
      coalesce(w.context ->> :path, 0)
        + CASE WHEN step.amount = CAST(step.amount AS INTEGER) THEN CAST(step.amount AS INTEGER) ELSE step.amount END
    ) AS context
  FROM workflows AS w
  CROSS JOIN (SELECT CAST(:by AS REAL) AS amount) AS step
  WHERE w.id = :id
    AND w.status IN ('queued', 'running', 'paused')
    AND step.amount IS NOT NULL
    AND coalesce(json_type(w.context, :path), 'integer') IN ('integer', 'real')
) AS counted
WHERE workflows.id = counted.id
  AND json_type(counted.context, :path) IS NOT NULL
RETURNING workflows.id, workflows.version, workflows.context;

-- name: contextValue
-- The value at a path and its JSON type; both NULL when there is none, while JSON null has the type 'null'.
-- @example id = 'wf-1'
-- @example path = '$.user.id'
SELECT context -> :path AS value, json_type(context, :path) AS type
FROM workflows
WHERE id = :id;

-- name: contextSize
-- How large a context is: bytes of text, and keys at the top.
-- @example id = 'wf-1'
SELECT
  length(CAST(context AS BLOB)) AS bytes,
  (SELECT count(*) FROM json_each(workflows.context)) AS keys
FROM workflows
WHERE id = :id;

-- name: largestContexts
-- The workflows of a status that carry most, the largest first. Reads all of the status.
-- @example status = 'running'
-- @example page_size = 10
SELECT id, definition, length(CAST(context AS BLOB)) AS bytes
FROM workflows
WHERE status = :status
ORDER BY bytes DESC, id
LIMIT :page_size;
