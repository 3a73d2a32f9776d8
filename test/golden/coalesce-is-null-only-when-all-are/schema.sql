CREATE TABLE people (nick TEXT, first TEXT, last TEXT NOT NULL) STRICT;
