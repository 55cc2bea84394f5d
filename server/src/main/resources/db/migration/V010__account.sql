-- Accounts and who may act for them.
--
-- These tables are global (small, read by every request, copied to every node where the schema is distributed): an
-- account's own id, a user's e-mail address and a key's hash must be unique over all accounts, which no table that is
-- distributed by account can promise.
--
-- Ids are 24 hex characters compared byte by byte: text in the "C" collation, whatever the database's own is.

CREATE SEQUENCE user_number AS bigint;

CREATE TABLE account (
  id                     text COLLATE "C" NOT NULL,
  name                   text NOT NULL,
  time_zone              text NOT NULL,
  plan                   text NOT NULL,
  lead_ping_enabled      boolean NOT NULL,
  data_retention_in_days integer NOT NULL,
  data_truncated_at      timestamptz,
  features               text NOT NULL,
  created_at             timestamptz NOT NULL,
  updated_at             timestamptz NOT NULL,
  CONSTRAINT account_pk PRIMARY KEY (id),
  CONSTRAINT account_plan CHECK (plan IN ('partner', 'base', 'pro'))
);

CREATE TABLE account_user (
  id            text COLLATE "C" NOT NULL,
  number        bigint NOT NULL,
  account_id    text COLLATE "C" NOT NULL,
  email         text NOT NULL,
  password_hash text,
  first_name    text NOT NULL,
  last_name     text NOT NULL,
  verified_at   timestamptz,
  ui_state      text NOT NULL,
  created_at    timestamptz NOT NULL,
  CONSTRAINT account_user_pk PRIMARY KEY (id),
  CONSTRAINT account_user_number UNIQUE (number),
  CONSTRAINT account_user_account FOREIGN KEY (account_id) REFERENCES account (id)
);
-- An address belongs to the one user who proved it. Whoever only typed it has a row, and no claim.
CREATE UNIQUE INDEX account_user_email ON account_user (email) WHERE verified_at IS NOT NULL;
CREATE INDEX account_user_unproved ON account_user (email, id) WHERE verified_at IS NULL;
CREATE INDEX account_user_by_account ON account_user (account_id, id);

-- Absent row: every notification is on.
CREATE TABLE user_settings (
  user_id                                 text COLLATE "C" NOT NULL,
  submission_doc_updates_enabled          boolean NOT NULL,
  submission_doc_updates_unsubscribed_at  timestamptz,
  connection_invites_enabled              boolean NOT NULL,
  connection_invites_unsubscribed_at      timestamptz,
  created_at                              timestamptz NOT NULL,
  updated_at                              timestamptz NOT NULL,
  CONSTRAINT user_settings_pk PRIMARY KEY (user_id),
  CONSTRAINT user_settings_user FOREIGN KEY (user_id) REFERENCES account_user (id)
);

-- A key belongs to a user, or (user_id null) to the account. Only its hash is kept.
CREATE TABLE api_key (
  id           text COLLATE "C" NOT NULL,
  account_id   text COLLATE "C" NOT NULL,
  user_id      text COLLATE "C",
  name         text NOT NULL,
  prefix       text NOT NULL,
  hash         text COLLATE "C" NOT NULL,
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  CONSTRAINT api_key_pk PRIMARY KEY (id),
  CONSTRAINT api_key_hash UNIQUE (hash),
  CONSTRAINT api_key_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT api_key_user FOREIGN KEY (user_id) REFERENCES account_user (id)
);
CREATE INDEX api_key_by_account ON api_key (account_id, id);

CREATE TABLE email_verification (
  token_hash text COLLATE "C" NOT NULL,
  user_id    text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CONSTRAINT email_verification_pk PRIMARY KEY (token_hash),
  CONSTRAINT email_verification_user FOREIGN KEY (user_id) REFERENCES account_user (id)
);
CREATE INDEX email_verification_by_user ON email_verification (user_id);

-- Spring Session's own two tables, in the shape its JDBC repository expects.
CREATE TABLE spring_session (
  primary_id            char(36) NOT NULL,
  session_id            char(36) NOT NULL,
  creation_time         bigint NOT NULL,
  last_access_time      bigint NOT NULL,
  max_inactive_interval integer NOT NULL,
  expiry_time           bigint NOT NULL,
  principal_name        varchar(100),
  CONSTRAINT spring_session_pk PRIMARY KEY (primary_id)
);
CREATE UNIQUE INDEX spring_session_id ON spring_session (session_id);
CREATE INDEX spring_session_expiry ON spring_session (expiry_time);
CREATE INDEX spring_session_principal ON spring_session (principal_name);

CREATE TABLE spring_session_attributes (
  session_primary_id char(36) NOT NULL,
  attribute_name     varchar(200) NOT NULL,
  attribute_bytes    bytea NOT NULL,
  CONSTRAINT spring_session_attributes_pk PRIMARY KEY (session_primary_id, attribute_name),
  CONSTRAINT spring_session_attributes_session FOREIGN KEY (session_primary_id)
    REFERENCES spring_session (primary_id) ON DELETE CASCADE
);
