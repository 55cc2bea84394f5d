-- Flows as they were saved last, and as they were deployed last (exchange 5). Documents are text: a flow is given back
-- property by property as it came, and jsonb would reorder them.

CREATE TABLE flow (
  account_id text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  document   text NOT NULL,
  minimal    boolean NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  CONSTRAINT flow_pk PRIMARY KEY (account_id, id),
  CONSTRAINT flow_account FOREIGN KEY (account_id) REFERENCES account (id)
);

-- An account has one minimal flow at most: the one a partner's leads come to (exchange 4.7).
CREATE UNIQUE INDEX flow_minimal ON flow (account_id) WHERE minimal;

CREATE TABLE flow_deployed (
  account_id  text COLLATE "C" NOT NULL,
  flow_id     text COLLATE "C" NOT NULL,
  document    text NOT NULL,
  deployed_at timestamptz NOT NULL,
  CONSTRAINT flow_deployed_pk PRIMARY KEY (account_id, flow_id),
  CONSTRAINT flow_deployed_flow FOREIGN KEY (account_id, flow_id) REFERENCES flow (account_id, id) ON DELETE CASCADE
);

-- Which entities a saved flow names, and as what.
CREATE TABLE flow_entity (
  account_id text COLLATE "C" NOT NULL,
  entity_id  text COLLATE "C" NOT NULL,
  flow_id    text COLLATE "C" NOT NULL,
  role       text NOT NULL,
  CONSTRAINT flow_entity_pk PRIMARY KEY (account_id, entity_id, flow_id, role),
  CONSTRAINT flow_entity_flow FOREIGN KEY (account_id, flow_id) REFERENCES flow (account_id, id) ON DELETE CASCADE,
  CONSTRAINT flow_entity_role CHECK (role IN ('source', 'recipient'))
);
CREATE INDEX flow_entity_by_flow ON flow_entity (account_id, flow_id);

-- Global, because a submission names a flow and no account. A deleted flow keeps its row: whoever still submits to its id
-- must never reach a flow that somebody else makes under it. version counts what the hot path must not miss: a deployment,
-- a deletion.
CREATE TABLE flow_directory (
  flow_id    text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  version    bigint NOT NULL,
  deleted_at timestamptz,
  CONSTRAINT flow_directory_pk PRIMARY KEY (flow_id)
);
