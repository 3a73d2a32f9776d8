CREATE TABLE tasks (result TEXT CHECK (result IS NULL OR result IN ('ok', 'failed'))) STRICT;
