CREATE TABLE docs (
  id INTEGER PRIMARY KEY,
  name TEXT,
  n INTEGER NOT NULL,
  settings TEXT NOT NULL, -- @json ./schemas.ts#Settings
  other TEXT NOT NULL -- @json ./schemas.ts#Other
) STRICT;
