-- Receipts come and go with every lead that calls somebody. A cascade asked for a lead's attempts one lead at a time, and
-- the index by node led the planner to read every open lead of the node for each one that ended. Attempts are deleted
-- together with their receipts, by name; a node's leads are looked for only when it has died.
ALTER TABLE attempt DROP CONSTRAINT attempt_receipt;
DROP INDEX receipt_by_node;

-- Small, hot and never empty of dead rows: swept by their number, not by a part of a size that is always near zero.
ALTER TABLE receipt SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000, vacuum_truncate = off);
ALTER TABLE attempt SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000, vacuum_truncate = off);
