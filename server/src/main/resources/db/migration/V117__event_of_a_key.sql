-- Feedback under an Idempotency-Key (decision 0101): whoever hears it again looks for the event that the first one became.
ALTER TABLE request_key ADD COLUMN event_id text COLLATE "C";
COMMENT ON COLUMN request_key.event_id IS 'for the event that comes of the request, where one does; null in rows of earlier versions';
