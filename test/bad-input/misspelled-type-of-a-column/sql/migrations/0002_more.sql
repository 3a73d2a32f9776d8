CREATE TABLE visits (
  at INTEGER NOT NULL, -- @type timestmp
  seen INTEGER NOT NULL -- @type flag
) STRICT;
