-- name: goods
SELECT stock, rating, price, discount, stock / rating AS a, price / price AS b, max(stock) OVER () AS most, stock + 1 AS more, coalesce(rating, 3) AS known FROM goods;

-- name: addGoods
INSERT INTO goods (stock, rating, price, discount) VALUES (:stock, :rating, :price, :discount);

-- name: changeStock
UPDATE goods SET stock = max(stock + :change, 0), rating = coalesce(:rating, rating) WHERE stock > :least;

-- name: addMany
INSERT INTO goods (stock, price) SELECT value, 1.5 FROM json_each(:stocks);
