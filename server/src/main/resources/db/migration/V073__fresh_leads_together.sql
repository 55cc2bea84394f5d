-- Leads that ended and that search and statistics do not know yet, those of one commit in one row: a row and an index
-- entry a lead cost more than all that is said by them.

CREATE TABLE fresh_leads (
  account_id text COLLATE "C" NOT NULL,
  first_id   text COLLATE "C" NOT NULL,
  lead_ids   text COLLATE "C" NOT NULL,
  leads      integer NOT NULL,
  CONSTRAINT fresh_leads_pk PRIMARY KEY (account_id, first_id)
);
COMMENT ON COLUMN fresh_leads.lead_ids IS 'their ids, 24 characters each, one behind the other';
INSERT INTO fresh_leads (account_id, first_id, lead_ids, leads) SELECT account_id, lead_id, lead_id, 1 FROM fresh_lead;
DROP TABLE fresh_lead;
ALTER TABLE fresh_leads SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000,
  autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 50000, vacuum_truncate = off);
