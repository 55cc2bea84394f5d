-- What is kept of pings, which leave no events (exchange 3.7), and of who read submission documents (exchange 17).

-- One row for a source and a quarter of an hour, the smallest step by which time zones differ. It is cut into shards that
-- are added up on reading, so that writers on several threads and nodes do not queue for one row.
CREATE TABLE ping_count (
  account_id text COLLATE "C" NOT NULL,
  started_at timestamptz NOT NULL,
  flow_id    text COLLATE "C" NOT NULL,
  source_id  text COLLATE "C" NOT NULL,
  shard      smallint NOT NULL,
  submitted  bigint NOT NULL,
  success    bigint NOT NULL,
  CONSTRAINT ping_count_pk PRIMARY KEY (account_id, started_at, flow_id, source_id, shard)
);
COMMENT ON TABLE ping_count IS 'pings and bids, for reports';
COMMENT ON COLUMN ping_count.source_id IS 'the entity that is the source';
COMMENT ON COLUMN ping_count.success IS 'pings that were told a bid';

-- Both sides see an opened document: each account has a row of its own, which it can hide.
CREATE TABLE submission_doc_access (
  account_id          text COLLATE "C" NOT NULL,
  id                  text COLLATE "C" NOT NULL,
  accessor_account_id text COLLATE "C" NOT NULL,
  accessor_user_id    text COLLATE "C" NOT NULL,
  owner_account_id    text COLLATE "C" NOT NULL,
  flow_id             text COLLATE "C" NOT NULL,
  source_id           text COLLATE "C" NOT NULL,
  created_at          timestamptz NOT NULL,
  last_accessed_at    timestamptz NOT NULL,
  access_count        bigint NOT NULL,
  hidden              boolean NOT NULL,
  CONSTRAINT submission_doc_access_pk PRIMARY KEY (account_id, id),
  CONSTRAINT submission_doc_access_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT submission_doc_access_once
    UNIQUE (account_id, accessor_account_id, accessor_user_id, flow_id, source_id)
);
COMMENT ON TABLE submission_doc_access IS 'who opened whose submission documents';
COMMENT ON COLUMN submission_doc_access.account_id IS 'whose list the row stands in: the reader''s, or the flow owner''s';
COMMENT ON COLUMN submission_doc_access.accessor_user_id IS 'empty where the account''s own key was used';
COMMENT ON COLUMN submission_doc_access.owner_account_id IS 'whose flow it is';
COMMENT ON COLUMN submission_doc_access.source_id IS 'the entity that is the source';
