-- name: texts
SELECT upper(a) AS up, trim(b) AS trimmed, length(a) AS len, instr(a, 'x') AS at, substr(a, 1, 3) AS head,
  replace(a, 'x', 'y') AS replaced, hex(b) AS hexed, typeof(b) AS kind, quote(b) AS quoted, concat(a, b) AS joined,
  printf('%s', b) AS printed, unicode(a) AS code_point
FROM t;
