-- A mail whose link has ended while it waited is not sent any more, and forgotten like those that were.

ALTER TABLE mail ADD COLUMN until timestamptz;
COMMENT ON COLUMN mail.until IS 'when its link ends; null where it has none that does';

DROP INDEX mail_ended;
CREATE INDEX mail_ended ON mail (coalesce(sent_at, dead_at, until)) WHERE coalesce(sent_at, dead_at, until) IS NOT NULL;
