-- Invitations, connections and onboards. All three lie between two accounts, so none can be distributed by one of them:
-- global tables, small beside the leads that come after.

CREATE TABLE connection (
  id                 text COLLATE "C" NOT NULL,
  buyer_account_id   text COLLATE "C" NOT NULL,
  seller_account_id  text COLLATE "C" NOT NULL,
  delivery_flow_id   text COLLATE "C",
  delivery_set_up_at timestamptz,
  created_at         timestamptz NOT NULL,
  CONSTRAINT connection_pk PRIMARY KEY (id),
  CONSTRAINT connection_pair UNIQUE (buyer_account_id, seller_account_id),
  CONSTRAINT connection_buyer FOREIGN KEY (buyer_account_id) REFERENCES account (id),
  CONSTRAINT connection_seller FOREIGN KEY (seller_account_id) REFERENCES account (id),
  CONSTRAINT connection_of_two CHECK (buyer_account_id <> seller_account_id)
);
CREATE INDEX connection_by_seller ON connection (seller_account_id);

-- state 'sent' with expires_at behind us is what the contract calls expired: no job has to come by for it to be true.
CREATE TABLE invitation (
  id                 text COLLATE "C" NOT NULL,
  inviter_account_id text COLLATE "C" NOT NULL,
  role               text NOT NULL,
  email              text NOT NULL,
  description        text,
  entity_id          text COLLATE "C" NOT NULL,
  state              text NOT NULL,
  token_hash         text COLLATE "C" NOT NULL,
  created_by         text COLLATE "C",
  created_at         timestamptz NOT NULL,
  expires_at         timestamptz NOT NULL,
  decided_at         timestamptz,
  invitee_account_id text COLLATE "C",
  connection_id      text COLLATE "C",
  undo               text,
  fresh_link_at      timestamptz,
  CONSTRAINT invitation_pk PRIMARY KEY (id),
  CONSTRAINT invitation_token UNIQUE (token_hash),
  CONSTRAINT invitation_inviter FOREIGN KEY (inviter_account_id) REFERENCES account (id),
  CONSTRAINT invitation_invitee FOREIGN KEY (invitee_account_id) REFERENCES account (id),
  CONSTRAINT invitation_connection FOREIGN KEY (connection_id) REFERENCES connection (id),
  CONSTRAINT invitation_role CHECK (role IN ('buyer', 'seller')),
  CONSTRAINT invitation_state CHECK (state IN ('sent', 'accepted', 'declined', 'cancelled'))
);
-- exchange 4.2: caller, direction and address are unique among open invitations.
CREATE UNIQUE INDEX invitation_open ON invitation (inviter_account_id, role, email) WHERE state = 'sent';
CREATE INDEX invitation_by_entity ON invitation (inviter_account_id, entity_id);
CREATE INDEX invitation_by_email ON invitation (email);

CREATE TABLE invitation_history (
  id            text COLLATE "C" NOT NULL,
  invitation_id text COLLATE "C" NOT NULL,
  at            timestamptz NOT NULL,
  what          text NOT NULL,
  user_id       text COLLATE "C",
  detail        text,
  CONSTRAINT invitation_history_pk PRIMARY KEY (id),
  CONSTRAINT invitation_history_of FOREIGN KEY (invitation_id) REFERENCES invitation (id)
);
CREATE INDEX invitation_history_by_invitation ON invitation_history (invitation_id, id);

CREATE TABLE onboard (
  id            text COLLATE "C" NOT NULL,
  invitation_id text COLLATE "C" NOT NULL,
  account_id    text COLLATE "C" NOT NULL,
  connection_id text COLLATE "C" NOT NULL,
  flow_id       text COLLATE "C",
  status        text NOT NULL,
  error         text,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  CONSTRAINT onboard_pk PRIMARY KEY (id),
  CONSTRAINT onboard_once UNIQUE (invitation_id, account_id),
  CONSTRAINT onboard_invitation FOREIGN KEY (invitation_id) REFERENCES invitation (id),
  CONSTRAINT onboard_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT onboard_connection FOREIGN KEY (connection_id) REFERENCES connection (id)
);
CREATE INDEX onboard_by_account ON onboard (account_id, id);
