CREATE TABLE users (
  id INTEGER PRIMARY KEY,
  settings TEXT NOT NULL, -- @json ./schemas.ts#Settings
  draft TEXT -- @json ./schemas.ts#Settings
) STRICT;
