-- name: modes
SELECT mode & 7 AS low, mode | mask AS merged, ~mode AS flipped, mode << 2 AS shifted
FROM files;
