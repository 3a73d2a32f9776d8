-- Search: full text over definitions, last errors, contexts and tags of workflows.
--
-- There are no triggers. Whoever changes the error, context or tags of workflows sends, in the same batch and for the
-- same ids, `registerDocuments`, `removeEntries` and `insertEntries`; before a workflow is deleted, `removeEntries` and
-- `forgetDocuments`. What was missed is found by `staleDocuments`, and the whole index can be made anew from the
-- workflows at any time, chunk by chunk: `documentsToIndex`, and the same three for each chunk.
--
-- What a user typed goes through `ftsQuery` of the run time, which leaves no operator in it: `:query` is its answer.

-- name: registerDocuments
-- Gives each workflow the integer that its entry goes by, and notes the version that is about to be indexed.
-- @example ids = '["wf-1","wf-2"]'
INSERT INTO search_documents (workflow_id, indexed_version)
SELECT w.id, w.version
FROM workflows AS w
WHERE w.id IN (SELECT value FROM json_each(:ids))
ON CONFLICT (workflow_id) DO UPDATE SET indexed_version = excluded.indexed_version
RETURNING id, workflow_id, indexed_version;

-- name: removeEntries
-- Takes workflows out of the index. Those without an entry do not matter.
-- @example ids = '["wf-1","wf-2"]'
DELETE FROM workflow_search
WHERE rowid IN (
  SELECT d.id
  FROM search_documents AS d
  WHERE d.workflow_id IN (SELECT value FROM json_each(:ids))
);

-- name: insertEntries
-- Puts workflows into the index as they are now. Of the context its texts and numbers are indexed, not its keys, and
-- not as JSON: an escaped line break would glue its letter to the next word.
-- @example ids = '["wf-1","wf-2"]'
INSERT INTO workflow_search (rowid, definition, error, context, tags)
SELECT
  d.id,
  w.definition,
  coalesce(w.error_message, ''),
  coalesce(
    (
      SELECT group_concat(leaf.atom, ' ' ORDER BY leaf.id)
      FROM json_tree(w.context) AS leaf
      WHERE leaf.type IN ('text', 'integer', 'real')
    ),
    ''
  ),
  coalesce(
    (
      SELECT group_concat(t.tag, ' ' ORDER BY t.tag)
      FROM workflow_tags AS t
      WHERE t.workflow_id = w.id
    ),
    ''
  )
FROM search_documents AS d
JOIN workflows AS w ON w.id = d.workflow_id
WHERE d.workflow_id IN (SELECT value FROM json_each(:ids));

-- name: forgetDocuments
-- Gives up the integers of workflows that are about to be deleted; `removeEntries` comes first.
-- @example ids = '["wf-1","wf-2"]'
DELETE FROM search_documents
WHERE workflow_id IN (SELECT value FROM json_each(:ids))
RETURNING workflow_id;

-- name: documentsToIndex
-- One chunk of all workflows, by id, for making the index anew. The first chunk starts after ''.
-- @example after_id = ''
-- @example page_size = 100
SELECT id
FROM workflows
WHERE id > :after_id
ORDER BY id
LIMIT :page_size;

-- name: staleDocuments
-- One chunk of the workflows that are not in the index, or not in their present version. Tags have no version.
-- @example after_id = ''
-- @example page_size = 100
SELECT w.id, w.version, d.indexed_version
FROM workflows AS w
LEFT JOIN search_documents AS d ON d.workflow_id = w.id
WHERE w.id > :after_id
  AND d.indexed_version IS NOT w.version
ORDER BY w.id
LIMIT :page_size;

-- name: removeStrayEntries
-- Takes out entries that belong to no workflow. Reads the whole index: part of making it anew.
DELETE FROM workflow_search
WHERE rowid NOT IN (SELECT d.id FROM search_documents AS d);

-- name: searchWorkflows
-- The workflows that match best, with what matched in brackets. `score` is bm25: negative, and lower is better; a word
-- in an error counts five times a word in the context. Filters that are NULL do not filter: the index finds the rows
-- anyway.
-- @example query = '"card" AND "declined"'
-- @example definition = NULL
-- @example status = NULL
-- @example created_since = NULL
-- @example page_size = 20
SELECT
  w.id,
  w.definition,
  w.status,
  w.created_at,
  w.error_message,
  snippet(workflow_search, -1, '[', ']', '…', 12) AS excerpt,
  bm25(workflow_search, 2.0, 5.0, 1.0, 3.0) AS score
FROM workflow_search
JOIN search_documents AS d ON d.id = workflow_search.rowid
JOIN workflows AS w ON w.id = d.workflow_id
WHERE workflow_search MATCH :query
  AND (:definition IS NULL OR w.definition = :definition)
  AND (:status IS NULL OR w.status = :status)
  AND (:created_since IS NULL OR w.created_at >= :created_since)
ORDER BY score, w.id
LIMIT :page_size;

-- name: searchErrors
-- The workflows whose last error matches best.
-- @example query = '"card" AND "declined"'
-- @example page_size = 20
SELECT
  w.id,
  w.definition,
  w.status,
  w.error_fingerprint,
  snippet(workflow_search, 1, '[', ']', '…', 12) AS excerpt,
  bm25(workflow_search) AS score
FROM workflow_search
JOIN search_documents AS d ON d.id = workflow_search.rowid
JOIN workflows AS w ON w.id = d.workflow_id
WHERE workflow_search MATCH 'error : (' || :query || ')'
ORDER BY score, w.id
LIMIT :page_size;

-- name: searchContexts
-- The workflows whose context matches best.
-- @example query = '"book"'
-- @example page_size = 20
SELECT
  w.id,
  w.definition,
  w.status,
  snippet(workflow_search, 2, '[', ']', '…', 12) AS excerpt,
  bm25(workflow_search) AS score
FROM workflow_search
JOIN search_documents AS d ON d.id = workflow_search.rowid
JOIN workflows AS w ON w.id = d.workflow_id
WHERE workflow_search MATCH 'context : (' || :query || ')'
ORDER BY score, w.id
LIMIT :page_size;

-- name: searchSuggestions
-- What to show while somebody types: the latest workflows that match. `:query` is `ftsQuery(text, { prefix: true })`,
-- in which the last word may be unfinished.
-- @example query = '"card" AND "decl"*'
-- @example page_size = 5
SELECT w.id, w.definition, w.status, snippet(workflow_search, -1, '[', ']', '…', 6) AS excerpt
FROM workflow_search
JOIN search_documents AS d ON d.id = workflow_search.rowid
JOIN workflows AS w ON w.id = d.workflow_id
WHERE workflow_search MATCH :query
ORDER BY w.updated_at DESC, w.id
LIMIT :page_size;
