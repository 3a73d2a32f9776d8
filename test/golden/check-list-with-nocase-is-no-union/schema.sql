CREATE TABLE tasks (state TEXT NOT NULL COLLATE NOCASE CHECK (state IN ('ready', 'done'))) STRICT;
