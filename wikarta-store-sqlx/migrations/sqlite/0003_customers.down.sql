DROP TABLE subscriptions;
DROP TABLE packages;
DROP TABLE accounts;
DROP TABLE customer_lookup;
DROP TABLE customer_personal;
DROP TABLE customers;
