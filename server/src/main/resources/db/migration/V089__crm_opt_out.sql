-- Opting out (decision 0115): who holds whom is found by keyed hash, never by an address in clear.

CREATE TABLE person_key (
  name   text COLLATE "C" NOT NULL,
  sealed text NOT NULL,
  key_id text NOT NULL,
  CONSTRAINT person_key_pk PRIMARY KEY (name)
);
COMMENT ON TABLE person_key IS 'the key of the hashes, one for the installation, sealed with the server''s own';

-- The leads of the exchange: written off the hot path, dropped with them.
CREATE TABLE lead_person (
  account_id  text COLLATE "C" NOT NULL,
  lead_id     text COLLATE "C" NOT NULL,
  person_hash text COLLATE "C" NOT NULL,
  CONSTRAINT lead_person_pk PRIMARY KEY (account_id, lead_id, person_hash)
) PARTITION BY RANGE (lead_id);
CREATE INDEX lead_person_by_hash ON lead_person (account_id, person_hash);
CREATE TABLE lead_person_default PARTITION OF lead_person DEFAULT;

CREATE TABLE crm_lead_person (
  account_id  text COLLATE "C" NOT NULL,
  lead_id     bigint NOT NULL,
  person_hash text COLLATE "C" NOT NULL,
  CONSTRAINT crm_lead_person_pk PRIMARY KEY (account_id, lead_id, person_hash)
);
CREATE INDEX crm_lead_person_by_hash ON crm_lead_person (account_id, person_hash);

CREATE TABLE opt_out (
  account_id    text COLLATE "C" NOT NULL,
  id            text COLLATE "C" NOT NULL,
  person_hashes text[] COLLATE "C" NOT NULL,
  origin        text NOT NULL,
  source        text NOT NULL,
  created_by    text COLLATE "C",
  requested_at  timestamptz NOT NULL,
  due_at        timestamptz NOT NULL,
  CONSTRAINT opt_out_pk PRIMARY KEY (account_id, id),
  CONSTRAINT opt_out_once UNIQUE (account_id, person_hashes),
  CONSTRAINT opt_out_origin CHECK (origin IN ('call', 'link'))
);

CREATE TABLE opted_out_person (
  account_id       text COLLATE "C" NOT NULL,
  person_hash      text COLLATE "C" NOT NULL,
  asker_account_id text COLLATE "C" NOT NULL,
  opt_out_id       text COLLATE "C" NOT NULL,
  through_account_id text COLLATE "C" NOT NULL,
  since            timestamptz NOT NULL,
  CONSTRAINT opted_out_person_pk PRIMARY KEY (account_id, person_hash, asker_account_id, opt_out_id)
);
COMMENT ON TABLE opted_out_person IS 'whose leads are marked when they come in, in every account an opt-out reached';

CREATE TABLE opt_out_request (
  account_id         text COLLATE "C" NOT NULL,
  id                 text COLLATE "C" NOT NULL,
  asker_account_id   text COLLATE "C" NOT NULL,
  opt_out_id         text COLLATE "C" NOT NULL,
  through_account_id text COLLATE "C" NOT NULL,
  person_hashes      text[] COLLATE "C" NOT NULL,
  told_by            text NOT NULL,
  requested_at       timestamptz NOT NULL,
  due_at             timestamptz NOT NULL,
  confirmed_at       timestamptz,
  confirmed_by       text COLLATE "C",
  CONSTRAINT opt_out_request_pk PRIMARY KEY (account_id, id),
  CONSTRAINT opt_out_request_once UNIQUE (account_id, asker_account_id, opt_out_id),
  CONSTRAINT opt_out_request_told CHECK (told_by IN ('webhook', 'mail'))
);
CREATE INDEX opt_out_request_of_opt_out ON opt_out_request (asker_account_id, opt_out_id);
COMMENT ON COLUMN opt_out_request.through_account_id IS 'by whose leads the account was reached; all that either side learns of the other beyond it';
