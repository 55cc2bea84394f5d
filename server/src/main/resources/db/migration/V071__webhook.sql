-- Telling an account's own servers what happened (decisions 0102 and 0103). A message and who is to get it are written in
-- the transaction in which it happens; attempts follow.

CREATE TABLE webhook_endpoint (
  account_id           text COLLATE "C" NOT NULL,
  id                   text COLLATE "C" NOT NULL,
  url                  text NOT NULL,
  types                text[] NOT NULL,
  description          text NOT NULL,
  disabled_at          timestamptz,
  disabled_reason      text,
  failing_since        timestamptz,
  paused_until         timestamptz,
  secret               text NOT NULL,
  secret_key_id        text NOT NULL,
  former_secret        text,
  former_secret_key_id text,
  former_secret_until  timestamptz,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  CONSTRAINT webhook_endpoint_pk PRIMARY KEY (account_id, id),
  CONSTRAINT webhook_endpoint_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT webhook_endpoint_reason CHECK (disabled_reason IN ('by_hand', 'gone', 'failing')),
  CONSTRAINT webhook_endpoint_disabled CHECK (num_nulls(disabled_at, disabled_reason) IN (0, 2)),
  CONSTRAINT webhook_endpoint_former
    CHECK (num_nulls(former_secret, former_secret_key_id, former_secret_until) IN (0, 3))
);
COMMENT ON COLUMN webhook_endpoint.types IS 'types and families such as lead.*; empty for everything';
COMMENT ON COLUMN webhook_endpoint.failing_since IS 'the first failure since the last success';
COMMENT ON COLUMN webhook_endpoint.secret IS 'sealed; secret_key_id says with which of the server''s keys';
COMMENT ON COLUMN webhook_endpoint.former_secret IS 'signs as well, until former_secret_until';

-- These three grow with traffic: cut by the message's id, which is time, into a table a month.
CREATE TABLE webhook_message (
  account_id  text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  type        text NOT NULL,
  happened_at timestamptz NOT NULL,
  body        text NOT NULL,
  CONSTRAINT webhook_message_pk PRIMARY KEY (account_id, id)
) PARTITION BY RANGE (id);
CREATE INDEX webhook_message_by_age ON webhook_message (id);
CREATE TABLE webhook_message_default PARTITION OF webhook_message DEFAULT;
COMMENT ON COLUMN webhook_message.body IS 'what is sent and signed, to the letter';

CREATE TABLE webhook_delivery (
  account_id      text COLLATE "C" NOT NULL,
  message_id      text COLLATE "C" NOT NULL,
  endpoint_id     text COLLATE "C" NOT NULL,
  state           text NOT NULL,
  attempts        integer NOT NULL,
  attempts_left   integer NOT NULL,
  next_attempt_at timestamptz,
  ended_at        timestamptz,
  last_status     integer,
  last_error      text,
  CONSTRAINT webhook_delivery_pk PRIMARY KEY (account_id, message_id, endpoint_id),
  CONSTRAINT webhook_delivery_state CHECK (state IN ('waiting', 'delivered', 'dead')),
  CONSTRAINT webhook_delivery_waiting CHECK ((state = 'waiting') = (next_attempt_at IS NOT NULL)),
  CONSTRAINT webhook_delivery_ended CHECK ((state = 'waiting') = (ended_at IS NULL))
) PARTITION BY RANGE (message_id);
CREATE INDEX webhook_delivery_due ON webhook_delivery (account_id, endpoint_id, next_attempt_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_listed ON webhook_delivery (account_id, endpoint_id, state, message_id);
CREATE TABLE webhook_delivery_default PARTITION OF webhook_delivery DEFAULT;
COMMENT ON COLUMN webhook_delivery.state IS 'dead: given up, and kept to be sent again';

CREATE TABLE webhook_attempt (
  account_id   text COLLATE "C" NOT NULL,
  message_id   text COLLATE "C" NOT NULL,
  endpoint_id  text COLLATE "C" NOT NULL,
  number       integer NOT NULL,
  attempted_at timestamptz NOT NULL,
  duration_ms  bigint NOT NULL,
  status       integer,
  error        text,
  response     text,
  CONSTRAINT webhook_attempt_pk PRIMARY KEY (account_id, message_id, endpoint_id, number)
) PARTITION BY RANGE (message_id);
CREATE TABLE webhook_attempt_default PARTITION OF webhook_attempt DEFAULT;
COMMENT ON COLUMN webhook_attempt.status IS 'null when no answer came';
COMMENT ON COLUMN webhook_attempt.response IS 'the beginning of the answer''s body';
