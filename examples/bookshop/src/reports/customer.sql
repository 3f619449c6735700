-- The letter that a customer gets at the end of the year: psql -v customer="'…'" -f customer.sql

SELECT o.id, o.placed_at, sum(i.quantity * i.unit_cents) AS cents
  FROM orders o
  JOIN order_items i ON i.order_id = o.id
 WHERE o.customer_id = :customer
 GROUP BY o.id, o.placed_at
 ORDER BY o.placed_at DESC;

SELECT b.title, r.rating
  FROM reviews r
  JOIN books b ON b.id = r.book_id
 WHERE r.customer_id = :customer;
