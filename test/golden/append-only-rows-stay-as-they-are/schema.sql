-- @versioned version
CREATE TABLE documents (
  id INTEGER PRIMARY KEY,
  body TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1
) STRICT;

-- @append-only
CREATE TABLE changes (
  document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
  body TEXT NOT NULL
) STRICT;
