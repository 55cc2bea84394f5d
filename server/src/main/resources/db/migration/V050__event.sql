-- What happened to every lead (exchange 12), and the journal of the leads that are on their way.
--
-- lead, event and event_body grow with traffic: they are cut by id, which is time, into a table a month. Partitions are
-- made ahead by the program; the default ones only catch what nobody foresaw. A lead's variables are stored once, with
-- the lead; an event keeps what it changed and what it appended, and its vars are put together on reading. Documents are
-- text: jsonb would reorder their properties.

CREATE TABLE lead (
  account_id  text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  flow_id     text COLLATE "C" NOT NULL,
  source_id   text COLLATE "C" NOT NULL,
  received_at timestamptz NOT NULL,
  vars        text NOT NULL,
  CONSTRAINT lead_pk PRIMARY KEY (account_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE lead_default PARTITION OF lead DEFAULT;

COMMENT ON COLUMN lead.source_id IS 'the entity that is the source';
COMMENT ON COLUMN lead.vars IS 'what was known when the first step began, maskable types masked';

CREATE TABLE event (
  account_id     text COLLATE "C" NOT NULL,
  id             text COLLATE "C" NOT NULL,
  lead_id        text COLLATE "C" NOT NULL,
  flow_id        text COLLATE "C" NOT NULL,
  source_id      text COLLATE "C" NOT NULL,
  type           text NOT NULL,
  outcome        text NOT NULL,
  reason         text,
  step_id        text,
  recipient_id   text COLLATE "C",
  module_id      text,
  key            text,
  host           text NOT NULL,
  started_at     timestamptz NOT NULL,
  ended_at       timestamptz NOT NULL,
  cap_reached    boolean NOT NULL,
  purchase_price numeric,
  sale_price     numeric,
  cost           numeric,
  revenue        numeric,
  changed        text,
  appended       text,
  details        text NOT NULL,
  CONSTRAINT event_pk PRIMARY KEY (account_id, id),
  CONSTRAINT event_type CHECK
    (type IN ('source', 'recipient', 'filter', 'feedback-received', 'feedback-sent', 'retry')),
  CONSTRAINT event_key CHECK (appended IS NULL OR key IS NOT NULL)
) PARTITION BY RANGE (id);
CREATE INDEX event_by_lead ON event (account_id, lead_id, id);
CREATE INDEX event_by_flow ON event (account_id, flow_id, id);
CREATE INDEX event_by_source ON event (account_id, source_id, id);
CREATE INDEX event_by_outcome ON event (account_id, type, outcome, id);
CREATE TABLE event_default PARTITION OF event DEFAULT;

COMMENT ON COLUMN event.changed IS 'top-level variables that only this event saw';
COMMENT ON COLUMN event.appended IS 'what every later event of the lead saw under the key';
COMMENT ON COLUMN event.details IS 'properties that are only shown: caps, rules, prices as they were';

-- Requests and responses, apart from the events so that they can be dropped earlier.
CREATE TABLE event_body (
  account_id   text COLLATE "C" NOT NULL,
  event_id     text COLLATE "C" NOT NULL,
  transactions text NOT NULL,
  CONSTRAINT event_body_pk PRIMARY KEY (account_id, event_id)
) PARTITION BY RANGE (event_id);
CREATE TABLE event_body_default PARTITION OF event_body DEFAULT;

-- The program's lives. A row whose heartbeat is old is a life that ended; its leads are taken over.
CREATE TABLE node (
  id           text COLLATE "C" NOT NULL,
  name         text NOT NULL,
  started_at   timestamptz NOT NULL,
  heartbeat_at timestamptz NOT NULL,
  CONSTRAINT node_pk PRIMARY KEY (id)
);
COMMENT ON TABLE node IS 'global: who may be working on leads';

-- Leads on their way that have called somebody, or are about to: enough to run them again. Deleted with the lead's end,
-- in one transaction with its events; holds the submission as it came in, unmasked, until then.
CREATE TABLE receipt (
  account_id   text COLLATE "C" NOT NULL,
  lead_id      text COLLATE "C" NOT NULL,
  flow_id      text COLLATE "C" NOT NULL,
  source_id    text COLLATE "C" NOT NULL,
  node_id      text COLLATE "C" NOT NULL,
  lives        integer NOT NULL,
  hops         integer NOT NULL,
  received_at  timestamptz NOT NULL,
  submission   bytea NOT NULL,
  CONSTRAINT receipt_pk PRIMARY KEY (account_id, lead_id)
);
CREATE INDEX receipt_by_node ON receipt (node_id);

COMMENT ON COLUMN receipt.node_id IS 'the life that works on the lead: its lease, kept by its heartbeat';
COMMENT ON COLUMN receipt.lives IS 'how many lives have worked on it';
COMMENT ON COLUMN receipt.hops IS 'how many buyer steps lie behind it (exchange 4.10)';

-- One row a call of a lead on its way: written before the call, its answer after it.
CREATE TABLE attempt (
  account_id text COLLATE "C" NOT NULL,
  lead_id    text COLLATE "C" NOT NULL,
  step_id    text NOT NULL,
  event_ids  text NOT NULL,
  started_at timestamptz NOT NULL,
  ended_at   timestamptz,
  answer     text,
  CONSTRAINT attempt_pk PRIMARY KEY (account_id, lead_id, step_id),
  CONSTRAINT attempt_receipt FOREIGN KEY (account_id, lead_id) REFERENCES receipt (account_id, lead_id)
    ON DELETE CASCADE,
  CONSTRAINT attempt_end_whole CHECK (num_nulls(ended_at, answer) IN (0, 2))
);

COMMENT ON COLUMN attempt.event_ids IS 'every id the lead had handed out when the call began';
