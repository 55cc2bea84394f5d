-- The plans a company may be on are the installation's own; what a company is on is the account's.

CREATE TABLE membership (
  id                  bigint NOT NULL,
  name                text NOT NULL,
  description         text NOT NULL,
  price_cents         bigint NOT NULL,
  currency            text NOT NULL,
  billing_interval    text NOT NULL,
  max_users           integer,
  max_leads_per_month integer,
  active              boolean NOT NULL,
  CONSTRAINT membership_pk PRIMARY KEY (id),
  CONSTRAINT membership_interval CHECK (billing_interval IN ('month', 'year'))
);
COMMENT ON COLUMN membership.max_users IS 'absent: as many as wanted';
COMMENT ON COLUMN membership.max_leads_per_month IS 'absent: as many as wanted';

CREATE SEQUENCE membership_number AS bigint START 100;
COMMENT ON SEQUENCE membership_number IS 'ids of plans; below 100 is seed data';

INSERT INTO membership VALUES
  (1, 'Starter', 'For a small team', 4900, 'USD', 'month', 3, 500, true),
  (2, 'Team', 'For a sales floor', 19900, 'USD', 'month', 20, 10000, true),
  (3, 'Unlimited', 'As many users and leads as wanted', 99900, 'USD', 'month', NULL, NULL, true);

CREATE SEQUENCE company_membership_number AS bigint;

CREATE TABLE company_membership (
  account_id         text COLLATE "C" NOT NULL,
  company_id         bigint NOT NULL,
  id                 bigint NOT NULL,
  membership_id      bigint NOT NULL,
  status             text NOT NULL,
  started_at         timestamptz NOT NULL,
  current_period_end timestamptz NOT NULL,
  canceled_at        timestamptz,
  replaced_at        timestamptz,
  CONSTRAINT company_membership_pk PRIMARY KEY (account_id, company_id, id),
  CONSTRAINT company_membership_status CHECK (status IN ('active', 'canceled', 'replaced'))
);
CREATE UNIQUE INDEX company_membership_one ON company_membership (account_id, company_id) WHERE status <> 'replaced';

CREATE TABLE crm_lead_allowance (
  account_id text COLLATE "C" NOT NULL,
  company_id bigint NOT NULL,
  month      timestamptz NOT NULL,
  taken      bigint NOT NULL,
  CONSTRAINT crm_lead_allowance_pk PRIMARY KEY (account_id, company_id, month)
);
COMMENT ON TABLE crm_lead_allowance IS 'leads made in a month, of companies whose plan limits them; without a row nothing was counted yet';
