CREATE TABLE seats (room TEXT, seat INTEGER, name TEXT, PRIMARY KEY (room, seat)) WITHOUT ROWID;
