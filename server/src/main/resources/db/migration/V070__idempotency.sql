-- A request that comes again under its Idempotency-Key gets the first one's answer (decisions 0100 and 0101).
--
-- Keys are stored as hashes and answers sealed: both are made of what the client sends, so that it can open them and the
-- database's reader cannot. Both tables are small, a day's keys, and are emptied by small deletes.

-- Keys of submissions, and what identical submissions are known by where a source asks for that. Written by the event log
-- together with the lead: claimed in the transaction of its receipt, answered in that of its end.
CREATE TABLE lead_key (
  account_id  text COLLATE "C" NOT NULL,
  source_id   text COLLATE "C" NOT NULL,
  key_hash    text COLLATE "C" NOT NULL,
  fingerprint text COLLATE "C" NOT NULL,
  lead_id     text COLLATE "C" NOT NULL,
  expires_at  timestamptz NOT NULL,
  answer      bytea,
  CONSTRAINT lead_key_pk PRIMARY KEY (account_id, source_id, key_hash)
);
CREATE INDEX lead_key_by_expiry ON lead_key (expires_at);

COMMENT ON COLUMN lead_key.account_id IS 'who owns the flow';
COMMENT ON COLUMN lead_key.source_id IS 'the entity that is the source';
COMMENT ON COLUMN lead_key.fingerprint IS 'tells another request under the same key';
COMMENT ON COLUMN lead_key.expires_at IS 'infinity while the lead of a sender''s key is on its way';
COMMENT ON COLUMN lead_key.answer IS 'sealed; null while the lead is on its way';

ALTER TABLE receipt ADD COLUMN key_hash text COLLATE "C";
COMMENT ON COLUMN receipt.key_hash IS 'of the lead''s row in lead_key, for whoever ends the lead';

-- Keys of requests to routes. Claimed before the route runs, in a transaction of its own.
CREATE TABLE request_key (
  account_id   text COLLATE "C" NOT NULL,
  key_hash     text COLLATE "C" NOT NULL,
  fingerprint  text COLLATE "C" NOT NULL,
  claimed_at   timestamptz NOT NULL,
  leased_until timestamptz NOT NULL,
  committed    boolean NOT NULL,
  expires_at   timestamptz NOT NULL,
  answer       bytea,
  CONSTRAINT request_key_pk PRIMARY KEY (account_id, key_hash)
);
CREATE INDEX request_key_by_expiry ON request_key (expires_at);

COMMENT ON COLUMN request_key.account_id IS 'the caller''s; zeros for a caller who is nobody yet';
COMMENT ON COLUMN request_key.leased_until IS 'the claim: whoever keeps the answer must show it';
COMMENT ON COLUMN request_key.committed IS 'written in the transaction in which the request took effect';
COMMENT ON COLUMN request_key.answer IS 'sealed; null while the request is under way or when its server died';
