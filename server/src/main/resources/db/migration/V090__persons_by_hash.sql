-- Leads are looked for by whose they are, never the other way round: one index says both that a lead has a person once
-- and who has which leads.
DROP INDEX lead_person_by_hash;
ALTER TABLE lead_person DROP CONSTRAINT lead_person_pk;
ALTER TABLE lead_person ADD CONSTRAINT lead_person_pk PRIMARY KEY (account_id, person_hash, lead_id);
