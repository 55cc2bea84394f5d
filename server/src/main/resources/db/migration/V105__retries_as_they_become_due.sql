-- What becomes due is found as it does, whoever's it is (decision 0086). Not by next_at itself: a plan that looks for what one
-- account has due would take this index too, and read what waits of all others.
CREATE INDEX retry_due ON retry ((next_at AT TIME ZONE 'UTC')) WHERE node_id IS NULL;
