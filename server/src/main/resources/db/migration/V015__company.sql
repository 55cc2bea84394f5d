-- The CRM's side of an account: its root company, and who has which access in it. Global for the reason of V010: a
-- user's accesses are asked for before the account is known.

CREATE SEQUENCE company_number AS bigint;
CREATE SEQUENCE user_access_number AS bigint;

CREATE TABLE company (
  id                bigint NOT NULL,
  account_id        text COLLATE "C" NOT NULL,
  parent_company_id bigint,
  name              text NOT NULL,
  created_at        timestamptz NOT NULL,
  CONSTRAINT company_pk PRIMARY KEY (id),
  CONSTRAINT company_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT company_parent FOREIGN KEY (parent_company_id) REFERENCES company (id)
);
CREATE UNIQUE INDEX company_root ON company (account_id) WHERE parent_company_id IS NULL;

CREATE TABLE user_access (
  id          bigint NOT NULL,
  user_id     text COLLATE "C" NOT NULL,
  company_id  bigint NOT NULL,
  access_name text NOT NULL,
  is_primary  boolean NOT NULL,
  created_at  timestamptz NOT NULL,
  CONSTRAINT user_access_pk PRIMARY KEY (id),
  CONSTRAINT user_access_once UNIQUE (user_id, company_id),
  CONSTRAINT user_access_user FOREIGN KEY (user_id) REFERENCES account_user (id),
  CONSTRAINT user_access_company FOREIGN KEY (company_id) REFERENCES company (id),
  CONSTRAINT user_access_name CHECK (access_name IN ('admin', 'manager', 'agent'))
);
CREATE UNIQUE INDEX user_access_primary ON user_access (user_id) WHERE is_primary;
