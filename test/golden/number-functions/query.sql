-- name: numbers
SELECT abs(i) AS i_abs, abs(r) AS r_abs, round(r) AS rounded, sign(i) AS i_sign, sign(s) AS s_sign, ceil(r) AS up,
  sqrt(r) AS root, max(i, r) AS most, min(i, 3) AS least
FROM t;
