-- name: seat
SELECT room, seat, name
FROM seats
WHERE room = :room AND seat = :seat;
