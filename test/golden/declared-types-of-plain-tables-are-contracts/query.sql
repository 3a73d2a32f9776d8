-- name: allEvents
SELECT id, active, at, price, title, data, ratio, whatever
FROM events;
