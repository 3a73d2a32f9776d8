-- name: discounts
SELECT o.id, coupon, c.percent
FROM orders AS o
JOIN coupons AS c USING (coupon);
