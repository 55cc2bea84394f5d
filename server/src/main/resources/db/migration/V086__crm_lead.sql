-- A company's leads and what was done with them. A company may have millions: no list, search or count reads them all
-- (decisions 0116, 0117).

CREATE SEQUENCE crm_lead_number AS bigint;
COMMENT ON SEQUENCE crm_lead_number IS 'without a cache: later leads have higher numbers, by which lists are read and originals told from duplicates';
CREATE SEQUENCE crm_lead_part_number AS bigint;
COMMENT ON SEQUENCE crm_lead_part_number IS 'ids of moves, notes, appointments and changes of counts';

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
  first_name_key   text COLLATE "C" NOT NULL,
  last_name_key    text COLLATE "C" NOT NULL,
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
  created_by       text COLLATE "C",
  stage_changed_at timestamptz NOT NULL,
  created_at       timestamptz NOT NULL,
  updated_at       timestamptz NOT NULL,
  words            tsvector NOT NULL,
  CONSTRAINT crm_lead_pk PRIMARY KEY (account_id, id)
);
COMMENT ON COLUMN crm_lead.email_key IS 'what two equal addresses have in common: trimmed, in lower case';
COMMENT ON COLUMN crm_lead.phone_key IS 'what two equal numbers have in common: digits, without a leading country code';
COMMENT ON COLUMN crm_lead.last_name_key IS 'what it is sorted by: without case and accents; empty sorts last';
COMMENT ON COLUMN crm_lead.exchange_lead_id IS 'the lead it was on the exchange, where it came from there';
COMMENT ON COLUMN crm_lead.exchange_event_id IS 'the delivery by which it came, where feedback goes';
COMMENT ON COLUMN crm_lead.opted_out_at IS 'since when the person has withdrawn consent';
COMMENT ON COLUMN crm_lead.words IS 'what search finds it by; folded by the program, each with the company before it';

-- One index for every way a list is sorted or filtered. Each goes on with the id, which pages are read in the order of, and
-- with everything else a list is filtered by: what does not match is passed over without being looked up.
CREATE INDEX crm_lead_by_company ON crm_lead (account_id, company_id, id,
  stage_id, source_id, campaign_id, territory_id, cycle_id, user_access_id);
CREATE INDEX crm_lead_by_creation ON crm_lead (account_id, company_id, created_at, id,
  stage_id, source_id, campaign_id, territory_id, cycle_id, user_access_id);
CREATE INDEX crm_lead_by_update ON crm_lead (account_id, company_id, updated_at, id,
  stage_id, source_id, campaign_id, territory_id, cycle_id, user_access_id);
CREATE INDEX crm_lead_by_last_name ON crm_lead (account_id, company_id, last_name_key, id,
  stage_id, source_id, campaign_id, territory_id, cycle_id, user_access_id);
CREATE INDEX crm_lead_by_first_name ON crm_lead (account_id, company_id, first_name_key, id,
  stage_id, source_id, campaign_id, territory_id, cycle_id, user_access_id);
CREATE INDEX crm_lead_by_stage ON crm_lead (account_id, company_id, stage_id, id,
  source_id, campaign_id, territory_id, cycle_id, user_access_id);
CREATE INDEX crm_lead_by_source ON crm_lead (account_id, company_id, source_id, id,
  stage_id, campaign_id, territory_id, cycle_id, user_access_id) WHERE source_id IS NOT NULL;
CREATE INDEX crm_lead_by_campaign ON crm_lead (account_id, company_id, campaign_id, id,
  stage_id, source_id, territory_id, cycle_id, user_access_id) WHERE campaign_id IS NOT NULL;
CREATE INDEX crm_lead_by_territory ON crm_lead (account_id, company_id, territory_id, id,
  stage_id, source_id, campaign_id, cycle_id, user_access_id) WHERE territory_id IS NOT NULL;
CREATE INDEX crm_lead_by_cycle ON crm_lead (account_id, company_id, cycle_id, id,
  stage_id, source_id, campaign_id, territory_id, user_access_id) WHERE cycle_id IS NOT NULL;
CREATE INDEX crm_lead_by_user_access ON crm_lead (account_id, company_id, user_access_id, id,
  stage_id, source_id, campaign_id, territory_id, cycle_id) WHERE user_access_id IS NOT NULL;
CREATE INDEX crm_lead_unassigned ON crm_lead (account_id, company_id, source_id, id) WHERE user_access_id IS NULL;
CREATE INDEX crm_lead_duplicate ON crm_lead (account_id, company_id, id) WHERE duplicate_of_id IS NOT NULL;
CREATE INDEX crm_lead_duplicate_of ON crm_lead (account_id, duplicate_of_id) WHERE duplicate_of_id IS NOT NULL;
CREATE INDEX crm_lead_by_email ON crm_lead (account_id, company_id, email_key, id) WHERE email_key IS NOT NULL;
CREATE INDEX crm_lead_by_phone ON crm_lead (account_id, company_id, phone_key, id) WHERE phone_key IS NOT NULL;
-- A short list of what is not yet in the tree: every search reads through it.
CREATE INDEX crm_lead_words ON crm_lead USING gin (words) WITH (gin_pending_list_limit = 512);

-- How many leads a company has of each kind, so that totals and metrics add up some thousand rows instead of a million.
-- Whoever changes a lead appends what changed, in the same transaction, and waits for nobody; a job adds it up.
CREATE TABLE crm_lead_count (
  account_id     text COLLATE "C" NOT NULL,
  company_id     bigint NOT NULL,
  user_access_id bigint NOT NULL,
  stage_id       bigint NOT NULL,
  source_id      bigint NOT NULL,
  campaign_id    bigint NOT NULL,
  territory_id   bigint NOT NULL,
  cycle_id       bigint NOT NULL,
  is_duplicate   boolean NOT NULL,
  leads          bigint NOT NULL,
  CONSTRAINT crm_lead_count_pk PRIMARY KEY (account_id, company_id, user_access_id, stage_id, source_id, campaign_id,
    territory_id, cycle_id, is_duplicate)
);
COMMENT ON COLUMN crm_lead_count.user_access_id IS '0: assigned to nobody; likewise in the other columns';

-- The same by month, for who asks when leads were created: a year has many times as many rows.
CREATE TABLE crm_lead_month_count (
  account_id     text COLLATE "C" NOT NULL,
  company_id     bigint NOT NULL,
  month          date NOT NULL,
  user_access_id bigint NOT NULL,
  stage_id       bigint NOT NULL,
  source_id      bigint NOT NULL,
  campaign_id    bigint NOT NULL,
  territory_id   bigint NOT NULL,
  cycle_id       bigint NOT NULL,
  is_duplicate   boolean NOT NULL,
  leads          bigint NOT NULL,
  CONSTRAINT crm_lead_month_count_pk PRIMARY KEY (account_id, company_id, month, user_access_id, stage_id, source_id,
    campaign_id, territory_id, cycle_id, is_duplicate)
);
COMMENT ON COLUMN crm_lead_month_count.month IS 'the first day of the month (UTC) in which the leads were created';

-- The same by assignment and stage alone: what a whole company has, and how much each of its people has to do.
CREATE TABLE crm_lead_stage_count (
  account_id     text COLLATE "C" NOT NULL,
  company_id     bigint NOT NULL,
  user_access_id bigint NOT NULL,
  stage_id       bigint NOT NULL,
  leads          bigint NOT NULL,
  CONSTRAINT crm_lead_stage_count_pk PRIMARY KEY (account_id, company_id, user_access_id, stage_id)
);

CREATE TABLE crm_lead_count_change (
  account_id     text COLLATE "C" NOT NULL,
  company_id     bigint NOT NULL,
  id             bigint NOT NULL,
  user_access_id bigint NOT NULL,
  stage_id       bigint NOT NULL,
  source_id      bigint NOT NULL,
  campaign_id    bigint NOT NULL,
  territory_id   bigint NOT NULL,
  cycle_id       bigint NOT NULL,
  is_duplicate   boolean NOT NULL,
  month          date NOT NULL,
  leads          bigint NOT NULL,
  CONSTRAINT crm_lead_count_change_pk PRIMARY KEY (account_id, company_id, id)
);
COMMENT ON TABLE crm_lead_count_change IS 'not yet added to the counts; a count is the sum of what was and what was not';

CREATE TABLE crm_lead_move (
  account_id     text COLLATE "C" NOT NULL,
  lead_id        bigint NOT NULL,
  id             bigint NOT NULL,
  from_stage_id  bigint NOT NULL,
  to_stage_id    bigint NOT NULL,
  reason         text,
  moved_by       text COLLATE "C",
  moved_at       timestamptz NOT NULL,
  CONSTRAINT crm_lead_move_pk PRIMARY KEY (account_id, lead_id, id)
);
COMMENT ON COLUMN crm_lead_move.moved_by IS 'a user; absent: the program';

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
