-- Named lists of values (exchange 5.6), services that name prices (exchange 8), and what makes caps readable and
-- resettable (exchange 11).
--
-- list_item is looked up by its key whatever its age, so it is not cut by time: what a list does not keep any more is
-- deleted in small portions. Buried here: two flows of one account whose caps have the same id, as copies do, counted
-- into one counter.

CREATE TABLE list (
  account_id     text COLLATE "C" NOT NULL,
  id             text COLLATE "C" NOT NULL,
  name           text NOT NULL,
  url_name       text COLLATE "C" NOT NULL,
  hashed         boolean NOT NULL,
  retention_days integer,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  deleted_at     timestamptz,
  CONSTRAINT list_pk PRIMARY KEY (account_id, id),
  CONSTRAINT list_retention CHECK (retention_days >= 1)
);
CREATE UNIQUE INDEX list_url_name ON list (account_id, url_name) WHERE deleted_at IS NULL;

COMMENT ON COLUMN list.url_name IS 'what flows and clients call it; never changes';
COMMENT ON COLUMN list.hashed IS 'only keys are kept, not the values';
COMMENT ON COLUMN list.retention_days IS 'how long a value stays; absent: for ever';
COMMENT ON COLUMN list.deleted_at IS 'gone for everybody; the row waits until its values are deleted';

CREATE TABLE list_item (
  account_id text COLLATE "C" NOT NULL,
  list_id    text COLLATE "C" NOT NULL,
  key        uuid NOT NULL,
  added_at   timestamptz NOT NULL,
  claim      text COLLATE "C",
  value      text,
  CONSTRAINT list_item_pk PRIMARY KEY (account_id, list_id, key)
) WITH (fillfactor = 90);

COMMENT ON COLUMN list_item.key IS 'the MD5 of the value in lower case, so that lists can be exchanged as hashes';
COMMENT ON COLUMN list_item.added_at IS 'when it was added last';
COMMENT ON COLUMN list_item.claim IS 'lead and step that found the value to be new';
COMMENT ON COLUMN list_item.value IS 'absent where the list is hashed, or only the hash was given';

CREATE TABLE list_upload (
  account_id text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  list_id    text COLLATE "C" NOT NULL,
  state      text NOT NULL,
  rows_read  bigint NOT NULL,
  accepted   bigint NOT NULL,
  added      bigint NOT NULL,
  rejected   bigint NOT NULL,
  problems   text NOT NULL,
  reason     text,
  started_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT list_upload_pk PRIMARY KEY (account_id, id),
  CONSTRAINT list_upload_state CHECK (state IN ('running', 'done', 'failed')),
  CONSTRAINT list_upload_reason CHECK ((state = 'failed') = (reason IS NOT NULL))
);
CREATE INDEX list_upload_by_list ON list_upload (account_id, list_id, id);

COMMENT ON COLUMN list_upload.accepted IS 'values, those that were on the list already included';
COMMENT ON COLUMN list_upload.problems IS 'a JSON array: the first rejected rows, and why';

CREATE TABLE pricing_service (
  account_id  text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  name        text NOT NULL,
  integration text NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  CONSTRAINT pricing_service_pk PRIMARY KEY (account_id, id)
);

COMMENT ON COLUMN pricing_service.integration IS 'JSON: the module that is asked, and its mappings';

ALTER TABLE receipt ADD COLUMN found text;
COMMENT ON COLUMN receipt.found IS
  'JSON: what lists and pricing services said before the first call, so that a resumed lead is told the same';

ALTER TABLE cap_slot DROP CONSTRAINT cap_slot_pk, ADD COLUMN flow_id text COLLATE "C", ADD COLUMN held_at timestamptz;
UPDATE cap_slot SET held_at = now(), flow_id = coalesce(
  (SELECT flow_id FROM cap_counter WHERE cap_counter.account_id = cap_slot.account_id
      AND cap_counter.cap_id = cap_slot.cap_id AND cap_counter.started_at = cap_slot.started_at), '');
ALTER TABLE cap_slot
  ALTER COLUMN flow_id SET NOT NULL,
  ALTER COLUMN held_at SET NOT NULL,
  ADD CONSTRAINT cap_slot_pk PRIMARY KEY (account_id, flow_id, cap_id, lead_id);

ALTER TABLE cap_counter
  ADD COLUMN released_count bigint NOT NULL DEFAULT 0,
  DROP CONSTRAINT cap_counter_pk,
  ADD CONSTRAINT cap_counter_pk PRIMARY KEY (account_id, flow_id, cap_id, started_at);
ALTER TABLE cap_counter ALTER COLUMN released_count DROP DEFAULT;
DROP INDEX cap_counter_by_flow;
CREATE INDEX cap_counter_by_end ON cap_counter (account_id, expires_at);
CREATE INDEX cap_counter_by_cap ON cap_counter (account_id, cap_id, started_at);

COMMENT ON COLUMN cap_slot.held_at IS 'since when the lead is on its way with it';
COMMENT ON COLUMN cap_counter.released_count IS 'slots given back by leads that did not succeed';
