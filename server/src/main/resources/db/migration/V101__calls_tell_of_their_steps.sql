-- A lead is resumed in its flow as it is deployed by then. The event of a call whose step is gone from it was lost: a call
-- brings along what its event tells of the step.

ALTER TABLE attempt ADD COLUMN step text;
COMMENT ON COLUMN attempt.step IS 'JSON: what the event tells of the step; null when a node of an older version made the call';

-- As V091: new_attempt stays for nodes that write attempts without the column.
CREATE TYPE new_attempt_2 AS (
  account_id text, lead_id text, step_id text, event_ids text, started_at timestamptz, step text);
