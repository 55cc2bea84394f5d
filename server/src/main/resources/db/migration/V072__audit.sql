-- Who did what in an account, one line each. Rows are only ever added: no statement of the program changes or deletes one.
--
-- It grows with what people do, not with traffic, so it is not partitioned. What a changed thing looked like is the
-- changelog's matter; secrets are in neither.

CREATE TABLE audit (
  account_id text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  type       text NOT NULL,
  target_id  text COLLATE "C" NOT NULL,
  action     text NOT NULL,
  user_id    text COLLATE "C",
  address    text,
  detail     text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT audit_pk PRIMARY KEY (account_id, id),
  CONSTRAINT audit_action CHECK (action IN ('create', 'update', 'delete', 'refuse'))
);
CREATE INDEX audit_by_type ON audit (account_id, type, id);
COMMENT ON TABLE audit IS 'who did what; append-only';
COMMENT ON COLUMN audit.type IS 'api_key, session, user, account, or a type of the changelog';
COMMENT ON COLUMN audit.user_id IS 'absent: a key of the account, the system, or somebody who did not say who';
COMMENT ON COLUMN audit.address IS 'from where, where that is told: signing in and out';
COMMENT ON COLUMN audit.detail IS 'what a person would ask next; never a secret';
