-- Twins under one idempotency key took places below a cap from each other and from others while they ran on two nodes: one
-- that found the cap full was through first and became the lead (decision 0100).
ALTER TABLE cap_slot ADD COLUMN lead_key text COLLATE "C";
CREATE UNIQUE INDEX cap_slot_by_key ON cap_slot (account_id, flow_id, cap_id, lead_key) WHERE lead_key IS NOT NULL;

COMMENT ON COLUMN cap_slot.lead_key IS 'source and hash of the key that the lead will claim; null: it has none, or may have a twin';
