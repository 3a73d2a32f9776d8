-- name: seat
SELECT name FROM seats WHERE room = :room AND seat = :seat;

-- name: room
SELECT name FROM seats WHERE room = :room;
