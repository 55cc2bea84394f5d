-- Reading ten million events: indexes that end in the order of ids, so that a rule on an indexed property reads the rows
-- of its page and no others; and two views of leads that are kept up to date off the hot path, one to be searched and
-- one to be counted (decisions 0042, 0087, 0088).

-- A type and an outcome stand before the id, so that one index serves "of this flow" and "errors of this flow".
DROP INDEX event_by_flow;
DROP INDEX event_by_source;
CREATE INDEX event_by_flow ON event (account_id, flow_id, type, outcome, id);
CREATE INDEX event_by_source ON event (account_id, source_id, type, outcome, id);
CREATE INDEX event_by_recipient ON event (account_id, recipient_id, type, outcome, id) WHERE recipient_id IS NOT NULL;
CREATE INDEX event_by_reason ON event (account_id, lower(left(reason, 100) COLLATE "C"), id) WHERE reason IS NOT NULL;

-- Leads that ended and that search and statistics do not know yet. A row is written with its lead and deleted in the
-- transaction that makes it known, so this table is nearly always empty.
CREATE TABLE fresh_lead (
  account_id text COLLATE "C" NOT NULL,
  lead_id    text COLLATE "C" NOT NULL,
  CONSTRAINT fresh_lead_pk PRIMARY KEY (account_id, lead_id)
);
INSERT INTO fresh_lead (account_id, lead_id) SELECT account_id, id FROM lead;

-- What lead search knows (exchange 12.5). Every word begins with a mark of its account, which puts the account first in
-- an index that has room for one column.
CREATE TABLE lead_search (
  account_id   text COLLATE "C" NOT NULL,
  lead_id      text COLLATE "C" NOT NULL,
  flow_id      text COLLATE "C" NOT NULL,
  flow_name    text,
  source_id    text COLLATE "C" NOT NULL,
  source_name  text,
  submitted_at timestamptz NOT NULL,
  first_name   text,
  last_name    text,
  email        text,
  phone_1      text,
  phone_2      text,
  address_1    text,
  city         text,
  state        text,
  postal_code  text,
  reference    text,
  words        tsvector NOT NULL,
  CONSTRAINT lead_search_pk PRIMARY KEY (account_id, lead_id)
) PARTITION BY RANGE (lead_id);
CREATE INDEX lead_search_words ON lead_search USING gin (words);
CREATE TABLE lead_search_default PARTITION OF lead_search DEFAULT;

COMMENT ON TABLE lead_search IS 'made from lead; written off the hot path, dropped with it';
COMMENT ON COLUMN lead_search.words IS 'folded by the program, so that every database compares them alike';

-- How leads run: which steps they met with which outcome and at which price. Many leads run alike, so statistics count
-- how many ran how in each quarter of an hour, and read a hundredth of the rows.
CREATE TABLE run_shape (
  account_id text COLLATE "C" NOT NULL,
  month      text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  body       text NOT NULL,
  CONSTRAINT run_shape_pk PRIMARY KEY (account_id, month, id)
) PARTITION BY RANGE (month);
CREATE TABLE run_shape_default PARTITION OF run_shape DEFAULT;

COMMENT ON COLUMN run_shape.month IS 'the first id of the month it was seen in';
COMMENT ON COLUMN run_shape.id IS 'a hash of the body';
COMMENT ON COLUMN run_shape.body IS 'JSON: flow, source and the events of the run, as far as statistics ask of them';

CREATE TABLE run_count (
  account_id text COLLATE "C" NOT NULL,
  quarter    text COLLATE "C" NOT NULL,
  shape_id   text COLLATE "C" NOT NULL,
  leads      bigint NOT NULL,
  cost       numeric NOT NULL,
  revenue    numeric[] NOT NULL,
  CONSTRAINT run_count_pk PRIMARY KEY (account_id, quarter, shape_id)
) PARTITION BY RANGE (quarter);
CREATE TABLE run_count_default PARTITION OF run_count DEFAULT;

COMMENT ON COLUMN run_count.quarter IS 'the first id of the quarter of an hour the leads came in';
COMMENT ON COLUMN run_count.leads IS 'how many ran like this';
COMMENT ON COLUMN run_count.revenue IS 'a sum for each event of the shape';
