-- Fields of an account's own (exchange 10), and what its leads brought: how many of them had a value for which field, and
-- every data point there ever was.

-- What sets one account's fields apart from everybody else's: every id of a custom field ends in it. Accounts from before
-- get a number; new ones get something of their name.
ALTER TABLE account ADD COLUMN field_suffix text COLLATE "C";
UPDATE account SET field_suffix = numbered.suffix
  FROM (SELECT id, lpad(to_hex(row_number() OVER (ORDER BY id)), 5, '0') AS suffix FROM account) AS numbered
 WHERE account.id = numbered.id;
ALTER TABLE account ALTER COLUMN field_suffix SET NOT NULL;
ALTER TABLE account ADD CONSTRAINT account_field_suffix UNIQUE (field_suffix);
ALTER TABLE account ADD CONSTRAINT account_field_suffix_shape CHECK (field_suffix ~ '^[0-9a-z]{3,5}$');

CREATE TABLE field (
  account_id  text COLLATE "C" NOT NULL,
  id          text COLLATE "C" NOT NULL,
  name        text NOT NULL,
  type        text NOT NULL,
  description text,
  aggregate   boolean NOT NULL,
  deprecated  boolean NOT NULL,
  see         text COLLATE "C",
  examples    text NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  deleted_at  timestamptz,
  CONSTRAINT field_pk PRIMARY KEY (account_id, id),
  CONSTRAINT field_account FOREIGN KEY (account_id) REFERENCES account (id)
);
COMMENT ON TABLE field IS 'custom fields; the standard ones come with the program';
COMMENT ON COLUMN field.deleted_at IS 'a deleted field keeps its row: flows that collect it go on as if it were there';

-- One row is what one tally in one process's memory has counted of one flow's day; it is written again as the tally
-- grows. Adding the rows of a day up tells the day.
CREATE TABLE field_usage (
  account_id text COLLATE "C" NOT NULL,
  flow_id    text COLLATE "C" NOT NULL,
  day        date NOT NULL,
  tally_id   text COLLATE "C" NOT NULL,
  counts     jsonb NOT NULL,
  CONSTRAINT field_usage_pk PRIMARY KEY (account_id, flow_id, day, tally_id)
);
COMMENT ON COLUMN field_usage.day IS 'in the account''s time zone';
COMMENT ON COLUMN field_usage.counts IS 'by field: how many leads had a value that is not blank';

CREATE TABLE flow_var (
  account_id    text COLLATE "C" NOT NULL,
  name          text COLLATE "C" NOT NULL,
  flow_id       text COLLATE "C" NOT NULL,
  type          text NOT NULL,
  module_id     text,
  entity_id     text COLLATE "C",
  examples      text NOT NULL,
  first_used_at timestamptz NOT NULL,
  last_used_at  timestamptz NOT NULL,
  CONSTRAINT flow_var_pk PRIMARY KEY (account_id, name, flow_id)
);
COMMENT ON TABLE flow_var IS 'every data point that was ever collected, by flow; outlives the flow';
COMMENT ON COLUMN flow_var.last_used_at IS 'to the hour';
COMMENT ON COLUMN flow_var.examples IS 'masked; emptied when the account''s retention is over';
