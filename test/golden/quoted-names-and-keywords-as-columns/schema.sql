CREATE TABLE "order" ("group" INTEGER PRIMARY KEY, "weird name" TEXT NOT NULL, [select] TEXT) STRICT;
