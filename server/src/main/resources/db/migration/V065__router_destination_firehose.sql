-- Where leads go beside the steps of one flow: routers in front of flows (exchange 15), destinations at their end (5.7),
-- and copies of their events in somebody's storage (14.1). Documents are text: jsonb would reorder their properties.

-- Global, because a submission names a router and no account.
CREATE TABLE router (
  id         text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  module_id  text NOT NULL,
  routes     text NOT NULL,
  version    bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT router_pk PRIMARY KEY (id),
  CONSTRAINT router_module UNIQUE (account_id, module_id),
  CONSTRAINT router_account FOREIGN KEY (account_id) REFERENCES account (id)
);
COMMENT ON COLUMN router.version IS 'grows with whatever changes where a lead goes: the routes, the account''s fields';

CREATE TABLE destination (
  account_id           text COLLATE "C" NOT NULL,
  id                   text COLLATE "C" NOT NULL,
  name                 text NOT NULL,
  integration_name     text NOT NULL,
  integration_icon_url text,
  actions              text NOT NULL,
  created_at           timestamptz NOT NULL,
  updated_at           timestamptz NOT NULL,
  CONSTRAINT destination_pk PRIMARY KEY (account_id, id),
  CONSTRAINT destination_account FOREIGN KEY (account_id) REFERENCES account (id)
);
COMMENT ON COLUMN destination.id IS 'the contract''s instance_id';
COMMENT ON COLUMN destination.actions IS 'what can be done there, each with the address that does it';

-- Which deployed flows have their events copied: known to every node, and asked of memory for every event.
ALTER TABLE flow_deployed ADD COLUMN firehose boolean NOT NULL DEFAULT false;
UPDATE flow_deployed SET firehose = true
 WHERE document::json #>> '{firehose,enabled}' = 'true' OR document::json #>> '{firehose,services,aws,enabled}' = 'true';
CREATE INDEX flow_deployed_firehose ON flow_deployed (flow_id) WHERE firehose;

-- Events that are still to be copied: written with the event, deleted when its copy is there.
CREATE TABLE firehose_event (
  account_id text COLLATE "C" NOT NULL,
  flow_id    text COLLATE "C" NOT NULL,
  event_id   text COLLATE "C" NOT NULL,
  lead_id    text COLLATE "C" NOT NULL,
  CONSTRAINT firehose_event_pk PRIMARY KEY (account_id, flow_id, event_id)
);
COMMENT ON TABLE firehose_event IS 'a queue: as long as what could not be copied yet';
