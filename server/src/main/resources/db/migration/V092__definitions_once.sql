-- What events show of their flow (rule sets, mappings, caps, prices) is the same for every lead of a deployed flow, and was
-- two thirds of an event's row. It is kept once for all of a month; an event names it and keeps what is its own in details
-- (decision 0128). Events that name none have all of it there, as before.
CREATE TABLE event_definition (
  account_id  text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  definitions text NOT NULL,
  CONSTRAINT event_definition_pk PRIMARY KEY (account_id, id)
) PARTITION BY RANGE (id);
CREATE TABLE event_definition_default PARTITION OF event_definition DEFAULT;

COMMENT ON COLUMN event_definition.id IS 'the second its month begins, then the first 64 bits of its SHA-256';
COMMENT ON COLUMN event_definition.definitions IS 'a JSON object; null stands where the event has its own';

-- No foreign key: the log sees to it that what an event names is there, and both go with their month.
ALTER TABLE event ADD COLUMN definition_id text COLLATE "C";
COMMENT ON COLUMN event.details IS 'properties that are only shown and the event''s own: why it ended so, how long was waited';

-- As V091: new_event stays for nodes that write events without the column.
CREATE TYPE new_event_2 AS (
  account_id text, id text, lead_id text, flow_id text, source_id text, type text, outcome text, reason text,
  step_id text, recipient_id text, module_id text, key text, host text, started_at timestamptz, ended_at timestamptz,
  cap_reached boolean, purchase_price numeric, sale_price numeric, cost numeric, revenue numeric, changed text,
  appended text, details text, definition_id text);
