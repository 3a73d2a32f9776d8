-- @column bounds.choice 0.5 | 1.5
-- @column bounds.note text?
CREATE TABLE bounds (
  id INTEGER PRIMARY KEY,
  not_x TEXT NOT NULL CHECK (not_x <> 'x'),
  not_five TEXT NOT NULL CHECK (not_five <> 5),
  number_not_empty INTEGER NOT NULL CHECK (number_not_empty <> ''),
  made TEXT NOT NULL CHECK (made || 'x' <> ''),
  not_empty TEXT NOT NULL CHECK (not_empty <> ''),
  any_length TEXT NOT NULL CHECK (length(any_length) >= 0),
  no_length TEXT NOT NULL CHECK (length(no_length) > -1 AND length(no_length) <> 3),
  short TEXT NOT NULL CHECK (length(short) > 1 AND length(short) < 9),
  exact TEXT NOT NULL CHECK (length(exact) = 5),
  trimmed TEXT NOT NULL CHECK (length(trim(trimmed)) BETWEEN 1 AND 9),
  upper_length TEXT NOT NULL CHECK (length(upper(upper_length)) > 1),
  between_halves INTEGER NOT NULL CHECK (between_halves > 1.5 AND between_halves < 9.5),
  within_halves INTEGER NOT NULL CHECK (within_halves >= 1.5 AND within_halves <= 9.5),
  turned INTEGER NOT NULL CHECK (5 <= turned AND 9 > turned),
  narrower INTEGER NOT NULL CHECK (narrower >= 1 AND narrower >= 3 AND narrower < 9 AND narrower < 7),
  outside INTEGER NOT NULL CHECK (outside NOT BETWEEN 1 AND 5),
  above REAL NOT NULL CHECK (above > 0 AND above <= 2.5),
  below REAL NOT NULL CHECK (below < 0 AND below >= -2.5),
  text_above TEXT NOT NULL CHECK (text_above > 5),
  bytes BLOB NOT NULL CHECK (length(bytes) = 16),
  anything ANY NOT NULL CHECK (anything > 5),
  above_id INTEGER NOT NULL CHECK (above_id > id),
  choice REAL NOT NULL,
  note TEXT NOT NULL
) STRICT;
