-- name: values_
SELECT s.v AS strict, l.v AS loose FROM strict AS s, loose AS l;
