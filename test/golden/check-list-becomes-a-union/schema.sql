CREATE TABLE tasks (
  state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'done')),
  level INTEGER NOT NULL CHECK (level = 1 OR level = 2 OR level = 3)
) STRICT;
