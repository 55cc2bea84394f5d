-- What a company works its leads with. Ids are numbers of the installation (crm 1), keys start with the account.

CREATE SEQUENCE crm_number AS bigint START 1000;
COMMENT ON SEQUENCE crm_number IS 'ids of sources, questions, options, campaigns, cycles and territories; below 1000 is seed data';

-- The six stages everybody has are the program's (crm 2.2). An account that changes anything has all its stages here.
CREATE TABLE stage (
  account_id text COLLATE "C" NOT NULL,
  id         bigint NOT NULL,
  name       text NOT NULL,
  name_key   text NOT NULL,
  position   integer NOT NULL,
  terminal   boolean NOT NULL,
  hidden     boolean NOT NULL,
  deleted_at timestamptz,
  CONSTRAINT stage_pk PRIMARY KEY (account_id, id)
);
CREATE UNIQUE INDEX stage_name ON stage (account_id, name_key) WHERE deleted_at IS NULL;
COMMENT ON COLUMN stage.deleted_at IS 'since when no lead may be in it; the moves of leads that were still name it';

CREATE TABLE crm_source (
  account_id text COLLATE "C" NOT NULL,
  company_id bigint NOT NULL,
  id         bigint NOT NULL,
  name       text NOT NULL,
  name_key   text NOT NULL,
  priority   integer NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT crm_source_pk PRIMARY KEY (account_id, company_id, id),
  CONSTRAINT crm_source_name UNIQUE (account_id, company_id, name_key)
);
COMMENT ON COLUMN crm_source.name_key IS 'the name in lower case: no two sources of a company are called the same';

CREATE TABLE crm_source_user_access (
  account_id     text COLLATE "C" NOT NULL,
  company_id     bigint NOT NULL,
  source_id      bigint NOT NULL,
  user_access_id bigint NOT NULL,
  created_at     timestamptz NOT NULL,
  CONSTRAINT crm_source_user_access_pk PRIMARY KEY (account_id, company_id, source_id, user_access_id),
  CONSTRAINT crm_source_user_access_source FOREIGN KEY (account_id, company_id, source_id)
    REFERENCES crm_source (account_id, company_id, id) ON DELETE CASCADE
);
CREATE INDEX crm_source_user_access_held ON crm_source_user_access (account_id, company_id, user_access_id);

CREATE TABLE crm_campaign (
  account_id text COLLATE "C" NOT NULL,
  company_id bigint NOT NULL,
  id         bigint NOT NULL,
  name       text NOT NULL,
  name_key   text NOT NULL,
  status     text NOT NULL,
  starts_at  timestamptz,
  ends_at    timestamptz,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT crm_campaign_pk PRIMARY KEY (account_id, id),
  CONSTRAINT crm_campaign_name UNIQUE (account_id, company_id, name_key),
  CONSTRAINT crm_campaign_status CHECK (status IN ('draft', 'active', 'paused', 'finished'))
);
CREATE INDEX crm_campaign_by_company ON crm_campaign (account_id, company_id, id);

CREATE TABLE crm_question (
  account_id text COLLATE "C" NOT NULL,
  company_id bigint NOT NULL,
  id         bigint NOT NULL,
  name       text NOT NULL,
  name_key   text NOT NULL,
  kind       text NOT NULL,
  required   boolean NOT NULL,
  priority   integer NOT NULL,
  deleted_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT crm_question_pk PRIMARY KEY (account_id, id),
  CONSTRAINT crm_question_kind CHECK (kind IN ('text', 'number', 'boolean', 'date', 'single_choice', 'multiple_choice'))
);
CREATE INDEX crm_question_by_company ON crm_question (account_id, company_id, id);
CREATE UNIQUE INDEX crm_question_name ON crm_question (account_id, company_id, name_key) WHERE deleted_at IS NULL;
COMMENT ON COLUMN crm_question.deleted_at IS 'since when it is no longer asked; answers to it stay readable';

CREATE TABLE crm_question_option (
  account_id  text COLLATE "C" NOT NULL,
  question_id bigint NOT NULL,
  id          bigint NOT NULL,
  campaign_id bigint,
  copied_from bigint,
  name        text NOT NULL,
  position    integer NOT NULL,
  active      boolean NOT NULL,
  CONSTRAINT crm_question_option_pk PRIMARY KEY (account_id, question_id, id),
  CONSTRAINT crm_question_option_question FOREIGN KEY (account_id, question_id) REFERENCES crm_question (account_id, id)
);
COMMENT ON COLUMN crm_question_option.campaign_id IS 'absent: the company''s own; else that campaign''s, which then has none of the company''s';
COMMENT ON COLUMN crm_question_option.copied_from IS 'the company''s option a campaign''s began as, which may still be asked for in its place';

CREATE TABLE crm_cycle (
  account_id text COLLATE "C" NOT NULL,
  company_id bigint NOT NULL,
  id         bigint NOT NULL,
  name       text NOT NULL,
  name_key   text NOT NULL,
  starts_on  date NOT NULL,
  ends_on    date NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT crm_cycle_pk PRIMARY KEY (account_id, company_id, id),
  CONSTRAINT crm_cycle_name UNIQUE (account_id, company_id, name_key),
  CONSTRAINT crm_cycle_days CHECK (ends_on > starts_on)
);

CREATE TABLE crm_territory (
  account_id text COLLATE "C" NOT NULL,
  company_id bigint NOT NULL,
  id         bigint NOT NULL,
  name       text NOT NULL,
  name_key   text NOT NULL,
  state      text,
  created_at timestamptz NOT NULL,
  CONSTRAINT crm_territory_pk PRIMARY KEY (account_id, company_id, id),
  CONSTRAINT crm_territory_name UNIQUE (account_id, company_id, name_key)
);

CREATE TABLE crm_territory_zip_code (
  account_id   text COLLATE "C" NOT NULL,
  company_id   bigint NOT NULL,
  zip_code     text NOT NULL,
  territory_id bigint NOT NULL,
  CONSTRAINT crm_territory_zip_code_pk PRIMARY KEY (account_id, company_id, zip_code),
  CONSTRAINT crm_territory_zip_code_territory FOREIGN KEY (account_id, company_id, territory_id)
    REFERENCES crm_territory (account_id, company_id, id) ON DELETE CASCADE
);
CREATE INDEX crm_territory_zip_code_of ON crm_territory_zip_code (account_id, company_id, territory_id);

CREATE TABLE crm_territory_user_access (
  account_id     text COLLATE "C" NOT NULL,
  company_id     bigint NOT NULL,
  territory_id   bigint NOT NULL,
  user_access_id bigint NOT NULL,
  CONSTRAINT crm_territory_user_access_pk PRIMARY KEY (account_id, company_id, territory_id, user_access_id),
  CONSTRAINT crm_territory_user_access_territory FOREIGN KEY (account_id, company_id, territory_id)
    REFERENCES crm_territory (account_id, company_id, id) ON DELETE CASCADE
);
CREATE INDEX crm_territory_user_access_held ON crm_territory_user_access (account_id, company_id, user_access_id);
