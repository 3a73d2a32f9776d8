CREATE TABLE tasks (state TEXT CHECK (state IN ('ready', NULL))) STRICT;
