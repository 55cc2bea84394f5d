-- A company's leads and what was done with them. A company may have millions: no list, search or count reads them all.

CREATE SEQUENCE crm_lead_number AS bigint CACHE 50;
CREATE SEQUENCE crm_lead_part_number AS bigint;
COMMENT ON SEQUENCE crm_lead_part_number IS 'ids of notes and appointments';

CREATE TABLE crm_lead (
  account_id       text COLLATE "C" NOT NULL,
  company_id       bigint NOT NULL,
  id               bigint NOT NULL,
  first_name       text,
  last_name        text,
  email            text,
  phone            text,
  address          text,
  city             text,
  state            text,
  zip_code         text,
  country          text,
  email_key        text COLLATE "C",
  phone_key        text COLLATE "C",
  stage_id         bigint NOT NULL,
  source_id        bigint,
  campaign_id      bigint,
  territory_id     bigint,
  cycle_id         bigint,
  user_access_id   bigint,
  duplicate_of_id  bigint,
  exchange_lead_id  text COLLATE "C",
  exchange_event_id text COLLATE "C",
  opted_out_at     timestamptz,
  stage_changed_at timestamptz NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  CONSTRAINT crm_lead_pk PRIMARY KEY (account_id, id)
);
COMMENT ON COLUMN crm_lead.email_key IS 'what two equal addresses have in common: trimmed, in lower case';
COMMENT ON COLUMN crm_lead.phone_key IS 'what two equal numbers have in common: digits, without a leading country code';
COMMENT ON COLUMN crm_lead.exchange_lead_id IS 'the lead it was on the exchange, where it came from there';
COMMENT ON COLUMN crm_lead.exchange_event_id IS 'the delivery by which it came, where feedback goes';
COMMENT ON COLUMN crm_lead.opted_out_at IS 'since when the person has withdrawn consent';

CREATE TABLE crm_lead_move (
  account_id     text COLLATE "C" NOT NULL,
  lead_id        bigint NOT NULL,
  id             bigint NOT NULL,
  from_stage_id  bigint,
  to_stage_id    bigint NOT NULL,
  reason         text,
  moved_by       text COLLATE "C",
  moved_at       timestamptz NOT NULL,
  CONSTRAINT crm_lead_move_pk PRIMARY KEY (account_id, lead_id, id)
);

CREATE TABLE crm_lead_note (
  account_id text COLLATE "C" NOT NULL,
  lead_id    bigint NOT NULL,
  id         bigint NOT NULL,
  author     text COLLATE "C",
  body       text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT crm_lead_note_pk PRIMARY KEY (account_id, lead_id, id)
);

CREATE TABLE crm_lead_answer (
  account_id  text COLLATE "C" NOT NULL,
  lead_id     bigint NOT NULL,
  question_id bigint NOT NULL,
  value       text,
  option_ids  bigint[] NOT NULL,
  CONSTRAINT crm_lead_answer_pk PRIMARY KEY (account_id, lead_id, question_id)
);
CREATE INDEX crm_lead_answer_by_question ON crm_lead_answer (account_id, question_id);

CREATE TABLE appointment (
  account_id     text COLLATE "C" NOT NULL,
  company_id     bigint NOT NULL,
  id             bigint NOT NULL,
  lead_id        bigint NOT NULL,
  user_access_id bigint NOT NULL,
  title          text NOT NULL,
  location       text,
  starts_at      timestamptz NOT NULL,
  ends_at        timestamptz NOT NULL,
  status         text NOT NULL,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  CONSTRAINT appointment_pk PRIMARY KEY (account_id, id),
  CONSTRAINT appointment_status CHECK (status IN ('scheduled', 'done', 'canceled'))
);
CREATE INDEX appointment_of_user_access ON appointment (account_id, user_access_id, starts_at);
CREATE INDEX appointment_of_lead ON appointment (account_id, lead_id);
