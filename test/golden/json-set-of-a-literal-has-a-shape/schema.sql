CREATE TABLE effects (id TEXT PRIMARY KEY, name TEXT, tries INTEGER NOT NULL, cost REAL, done INTEGER NOT NULL CHECK (done IN (0, 1)), kind TEXT CHECK (kind IN ('a', 'b'))) STRICT;
CREATE TABLE owners (id INTEGER PRIMARY KEY, effect_id TEXT NOT NULL, doc TEXT NOT NULL CHECK (json_valid(doc))) STRICT;
