-- How many leads passed below each cap in each of its intervals (exchange 11), exact to the lead.
--
-- taken counts successes and leads still on their way. A lead on its way also has a row in cap_slot: deleted when the
-- lead succeeds, given back when it does not, and found by others when its node dies.

CREATE TABLE cap_counter (
  account_id   text COLLATE "C" NOT NULL,
  cap_id       text COLLATE "C" NOT NULL,
  started_at   timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  flow_id      text COLLATE "C" NOT NULL,
  maximum      bigint NOT NULL,
  taken        bigint NOT NULL,
  failed_count bigint NOT NULL,
  updated_at   timestamptz NOT NULL,
  CONSTRAINT cap_counter_pk PRIMARY KEY (account_id, cap_id, started_at),
  CONSTRAINT cap_counter_taken CHECK (taken >= 0)
);
CREATE INDEX cap_counter_by_flow ON cap_counter (account_id, flow_id, started_at);

COMMENT ON COLUMN cap_counter.maximum IS 'as it was when a slot was last asked for';

CREATE TABLE cap_slot (
  account_id text COLLATE "C" NOT NULL,
  cap_id     text COLLATE "C" NOT NULL,
  started_at timestamptz NOT NULL,
  lead_id    text COLLATE "C" NOT NULL,
  node_id    text COLLATE "C" NOT NULL,
  CONSTRAINT cap_slot_pk PRIMARY KEY (account_id, cap_id, started_at, lead_id)
);
CREATE INDEX cap_slot_by_lead ON cap_slot (account_id, lead_id);
CREATE INDEX cap_slot_by_node ON cap_slot (node_id);
