CREATE TABLE goods (
  id INTEGER PRIMARY KEY,
  stock INTEGER NOT NULL CHECK (stock >= 0),
  rating INTEGER CHECK (rating BETWEEN 1 AND 5),
  price REAL NOT NULL CHECK (price > 0 AND price < 1e6),
  discount REAL CHECK (discount IS NULL OR (0 <= discount AND discount <= 1)),

  CHECK (stock < 1000)
) STRICT;
