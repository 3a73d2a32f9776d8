CREATE TABLE a (kind TEXT NOT NULL CHECK (kind IN ('x', 'y') OR length(kind) > 3), other TEXT NOT NULL CHECK (other IN ('x', 'y') OR kind = 'x')) STRICT;
