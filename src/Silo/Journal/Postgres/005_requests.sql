-- Silos that remember requests of one scope in the same moment may give them the same number: it only says which go first, and none waits for another.
-- So a scope may keep more rows than it is told to, by those that share a number.
ALTER TABLE requests DROP CONSTRAINT requests_in_order;
CREATE INDEX requests_in_order ON requests (scope, number);
