-- Invitations into a company. Global: the code that was mailed and the address it went to are all there is to find one by.

CREATE SEQUENCE crm_invitation_number AS bigint;

CREATE TABLE crm_invitation (
  id          bigint NOT NULL,
  account_id  text COLLATE "C" NOT NULL,
  company_id  bigint NOT NULL,
  email       text NOT NULL,
  access_name text NOT NULL,
  code_hash   text COLLATE "C" NOT NULL,
  status      text NOT NULL,
  invited_by  text COLLATE "C" NOT NULL,
  created_at  timestamptz NOT NULL,
  mailed_at   timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  CONSTRAINT crm_invitation_pk PRIMARY KEY (id),
  CONSTRAINT crm_invitation_code UNIQUE (code_hash),
  CONSTRAINT crm_invitation_company FOREIGN KEY (company_id) REFERENCES company (id),
  CONSTRAINT crm_invitation_inviter FOREIGN KEY (invited_by) REFERENCES account_user (id),
  CONSTRAINT crm_invitation_access CHECK (access_name IN ('admin', 'manager', 'agent')),
  CONSTRAINT crm_invitation_status CHECK (status IN ('pending', 'accepted', 'revoked', 'expired'))
);
COMMENT ON COLUMN crm_invitation.status IS 'one that is pending beyond expires_at has expired, and is called so when another takes its place';
CREATE UNIQUE INDEX crm_invitation_open ON crm_invitation (company_id, email) WHERE status = 'pending';
CREATE INDEX crm_invitation_by_email ON crm_invitation (email, created_at);
CREATE INDEX crm_invitation_by_company ON crm_invitation (account_id, company_id, id);
