-- An endpoint that failed once, was sent nothing for days and then failed again has not failed for days.

ALTER TABLE webhook_endpoint ADD COLUMN failed_at timestamptz;
COMMENT ON COLUMN webhook_endpoint.failed_at IS 'the last failure; days after it that nothing was tried on do not count as failing';
