-- name: search
SELECT rowid, title, body, rank, bm25(pages, 10.0, 1.0) AS score, highlight(pages, 0, '<b>', '</b>') AS marked,
  snippet(pages, 1, '<b>', '</b>', '...', 12) AS excerpt
FROM pages
WHERE pages MATCH :query
ORDER BY rank
LIMIT :limit;
