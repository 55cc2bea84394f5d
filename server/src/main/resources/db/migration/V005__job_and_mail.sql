-- Work that outlives a request, and the mails that wait to go out.
--
-- Both tables are local ones: they belong to the installation, not to an account, and hold only what is still to be done
-- or was done lately. That is why they may be claimed from with SKIP LOCKED across accounts, which a distributed table
-- could not (see docs/decisions/0030).

CREATE TABLE job (
  kind         text        NOT NULL,
  key          text        NOT NULL,
  payload      text        NOT NULL,
  run_at       timestamptz NOT NULL,
  again_at     timestamptz,
  attempts     integer     NOT NULL DEFAULT 0,
  lease        uuid,
  lease_holder text,
  leased_until timestamptz,
  last_error   text,
  dead_at      timestamptz,
  created_at   timestamptz NOT NULL,
  CONSTRAINT job_pk PRIMARY KEY (kind, key),
  CONSTRAINT job_lease_whole CHECK (num_nulls(lease, lease_holder, leased_until) IN (0, 3)),
  CONSTRAINT job_dead_unleased CHECK (dead_at IS NULL OR lease IS NULL),
  CONSTRAINT job_again_leased CHECK (again_at IS NULL OR lease IS NOT NULL)
);

CREATE INDEX job_due ON job (kind, run_at) WHERE dead_at IS NULL;

COMMENT ON TABLE job IS 'local: the work queue';
COMMENT ON COLUMN job.again_at IS 'asked for again while it ran: when to run it the next time';
COMMENT ON COLUMN job.lease IS 'new with every claim; whoever settles a job must show it';

CREATE TABLE mail (
  id          uuid        NOT NULL,
  kind        text        NOT NULL,
  message_id  text        NOT NULL,
  recipient   text        NOT NULL,
  subject     text        NOT NULL,
  text_body   text,
  html_body   text,
  created_at  timestamptz NOT NULL,
  sent_at     timestamptz,
  dead_at     timestamptz,
  dead_reason text,
  CONSTRAINT mail_pk PRIMARY KEY (id),
  CONSTRAINT mail_message_id UNIQUE (message_id),
  CONSTRAINT mail_one_end CHECK (num_nonnulls(sent_at, dead_at) <= 1),
  CONSTRAINT mail_dead_reason CHECK ((dead_at IS NULL) = (dead_reason IS NULL)),
  CONSTRAINT mail_body_until_sent CHECK ((sent_at IS NULL) = (text_body IS NOT NULL AND html_body IS NOT NULL))
);

CREATE INDEX mail_ended ON mail (coalesce(sent_at, dead_at)) WHERE coalesce(sent_at, dead_at) IS NOT NULL;

COMMENT ON TABLE mail IS 'local: the outbox';
COMMENT ON COLUMN mail.text_body IS 'null once sent: the links in it are secrets';
