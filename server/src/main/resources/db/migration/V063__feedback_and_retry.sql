-- What comes after a lead's end: feedback from those it was delivered to (exchange 13), and deliveries that are tried
-- again (exchange 14.4).

-- Feedback names the event of the delivery and nothing else. Only deliveries are looked up so, and ids grow with time:
-- an entry is always added at the end.
CREATE INDEX event_delivery ON event (id) WHERE type = 'recipient' AND outcome <> 'skip';

-- A lead that was sold from flow to flow leads back to the sale, so that feedback finds its way to the seller.
ALTER TABLE lead ADD COLUMN sold_by_event_id text COLLATE "C";
ALTER TABLE receipt ADD COLUMN sold_by_event_id text COLLATE "C";
COMMENT ON COLUMN lead.sold_by_event_id IS 'the recipient event of the seller, the source, that brought it here; null for a lead that came over HTTP';
COMMENT ON COLUMN receipt.sold_by_event_id IS 'as of the lead to be';

-- The money of an event is given back once, however often its lead is returned. Cut by month, as events are.
CREATE TABLE refund (
  account_id  text COLLATE "C" NOT NULL,
  event_id    text COLLATE "C" NOT NULL,
  by_event_id text COLLATE "C" NOT NULL,
  CONSTRAINT refund_pk PRIMARY KEY (account_id, event_id)
) PARTITION BY RANGE (event_id);
CREATE TABLE refund_default PARTITION OF refund DEFAULT;
COMMENT ON COLUMN refund.event_id IS 'whose money it is: the recipient event for revenue, the source event for cost';
COMMENT ON COLUMN refund.by_event_id IS 'the feedback event that carries the negative amount';

-- Feedback on its way to the source of a lead: enough to end it when its node dies. Deleted with its end, in one
-- transaction with its events.
CREATE TABLE open_feedback (
  account_id         text COLLATE "C" NOT NULL,
  id                 text COLLATE "C" NOT NULL,
  recipient_event_id text COLLATE "C" NOT NULL,
  sent_id            text COLLATE "C" NOT NULL,
  onward_id          text COLLATE "C" NOT NULL,
  node_id            text COLLATE "C" NOT NULL,
  lives              integer NOT NULL,
  hops               integer NOT NULL,
  request            bytea NOT NULL,
  CONSTRAINT open_feedback_pk PRIMARY KEY (account_id, id)
);
CREATE INDEX open_feedback_by_node ON open_feedback (node_id);
COMMENT ON COLUMN open_feedback.id IS 'of the feedback-received event to be';
COMMENT ON COLUMN open_feedback.sent_id IS 'of the feedback-sent event to be';
COMMENT ON COLUMN open_feedback.onward_id IS 'of the feedback-received event at the account that sold the lead here, if one did';
COMMENT ON COLUMN open_feedback.node_id IS 'the life that works on it: its lease, kept by its heartbeat';
COMMENT ON COLUMN open_feedback.lives IS 'how many lives have worked on it';
COMMENT ON COLUMN open_feedback.hops IS 'how many sales it has gone back already';
COMMENT ON COLUMN open_feedback.request IS 'as it came in';

-- Deliveries that ended in an error and are tried again. Written in the transaction that writes the lead's end, deleted
-- in the one that writes the last of their events.
CREATE TABLE retry (
  account_id      text COLLATE "C" NOT NULL,
  event_id        text COLLATE "C" NOT NULL,
  lead_id         text COLLATE "C" NOT NULL,
  flow_id         text COLLATE "C" NOT NULL,
  step_id         text NOT NULL,
  recipient_id    text COLLATE "C",
  module_id       text NOT NULL,
  idempotency_key text NOT NULL,
  attempts        integer NOT NULL,
  next_at         timestamptz NOT NULL,
  last_reason     text,
  data            text NOT NULL,
  key_id          text NOT NULL,
  node_id         text COLLATE "C",
  began_at        timestamptz,
  created_at      timestamptz NOT NULL,
  CONSTRAINT retry_pk PRIMARY KEY (account_id, event_id),
  CONSTRAINT retry_began_by_a_node CHECK (began_at IS NULL OR node_id IS NOT NULL)
);
CREATE INDEX retry_due ON retry (next_at) WHERE node_id IS NULL;
CREATE INDEX retry_by_account ON retry (account_id, next_at) WHERE node_id IS NULL;
CREATE INDEX retry_by_node ON retry (node_id) WHERE node_id IS NOT NULL;
COMMENT ON COLUMN retry.event_id IS 'the recipient event that ended in an error';
COMMENT ON COLUMN retry.attempts IS 'made or begun, the first delivery not counted';
COMMENT ON COLUMN retry.data IS 'what is resent, unmasked: sealed for account and event';
COMMENT ON COLUMN retry.key_id IS 'which of the server''s keys the data was sealed with';
COMMENT ON COLUMN retry.node_id IS 'the life that has it in hand: its lease, kept by its heartbeat';
COMMENT ON COLUMN retry.began_at IS 'when the call in hand was begun';
