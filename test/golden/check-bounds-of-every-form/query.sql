-- name: all_bounds
SELECT
  not_x, not_five, number_not_empty, made, not_empty, any_length, no_length, short, exact, trimmed, upper_length, between_halves,
  within_halves, turned, narrower, outside, above, below, text_above, bytes, anything, above_id, choice, note
FROM bounds;
