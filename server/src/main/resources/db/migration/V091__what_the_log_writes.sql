-- The shape of a new row as the program sends it: a list of these is one parameter of one statement, in PostgreSQL's
-- binary format, so what a commit adds to all tables is one round trip (decision 0127). A type is never changed: a column
-- more is a type more, for nodes of two versions may be running.
CREATE TYPE new_receipt AS (
  account_id text, lead_id text, flow_id text, source_id text, node_id text, lives integer, hops integer,
  sold_by_event_id text, received_at timestamptz, submission bytea, key_hash text, found text);
CREATE TYPE new_attempt AS (account_id text, lead_id text, step_id text, event_ids text, started_at timestamptz);
CREATE TYPE new_fresh_leads AS (account_id text, first_id text, lead_ids text, leads integer);
CREATE TYPE new_lead AS (
  account_id text, id text, flow_id text, source_id text, sold_by_event_id text, received_at timestamptz, vars text);
CREATE TYPE new_event AS (
  account_id text, id text, lead_id text, flow_id text, source_id text, type text, outcome text, reason text,
  step_id text, recipient_id text, module_id text, key text, host text, started_at timestamptz, ended_at timestamptz,
  cap_reached boolean, purchase_price numeric, sale_price numeric, cost numeric, revenue numeric, changed text,
  appended text, details text);
CREATE TYPE new_event_body AS (account_id text, event_id text, transactions text);
CREATE TYPE new_retry AS (
  account_id text, event_id text, lead_id text, flow_id text, step_id text, recipient_id text, module_id text,
  idempotency_key text, attempts integer, next_at timestamptz, last_reason text, data text, key_id text,
  created_at timestamptz);
CREATE TYPE new_firehose_event AS (account_id text, flow_id text, event_id text, lead_id text);
