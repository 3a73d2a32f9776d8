-- Full text search over workflows.

-- The integer that ties a workflow to its index entry, and the version it was indexed at: an entry is stale when
-- the workflow's version is another. (The implicit rowid of `workflows` would not survive a VACUUM.)
CREATE TABLE search_documents (
  id INTEGER NOT NULL,
  workflow_id TEXT NOT NULL,
  indexed_version INTEGER NOT NULL,
  CONSTRAINT search_documents_pk PRIMARY KEY (id),
  CONSTRAINT search_documents_workflow_unique UNIQUE (workflow_id),
  CONSTRAINT search_documents_workflow_fk FOREIGN KEY (workflow_id) REFERENCES workflows (id)
) STRICT;

-- Self-contained and keyed by `search_documents.id`: a change is DELETE and INSERT, and nothing can be left behind.
CREATE VIRTUAL TABLE workflow_search USING fts5 (
  definition,
  error,
  context,
  tags,
  tokenize = 'unicode61'
);
