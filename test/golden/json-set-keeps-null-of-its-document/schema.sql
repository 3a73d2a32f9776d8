CREATE TABLE docs (a TEXT NOT NULL CHECK (json_valid(a)), b TEXT CHECK (json_valid(b))) STRICT;
