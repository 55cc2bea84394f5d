-- What accounts prove themselves by to those they deliver to (exchange 14.5). The secrets of a row are one JSON object,
-- sealed with the server's key and bound to account and id: neither a copy of the database nor a row put in another's
-- place gives them away.

CREATE TABLE credential (
  account_id         text COLLATE "C" NOT NULL,
  id                 text COLLATE "C" NOT NULL,
  name               text NOT NULL,
  type               text NOT NULL,
  package            text NOT NULL,
  shown              text NOT NULL,
  secrets            text NOT NULL,
  key_id             text COLLATE "C" NOT NULL,
  secrets_updated_at timestamptz NOT NULL,
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  CONSTRAINT credential_pk PRIMARY KEY (account_id, id),
  CONSTRAINT credential_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT credential_type CHECK (type IN ('user', 'token', 'oauth1', 'oauth2'))
);

COMMENT ON TABLE credential IS 'what accounts prove themselves by to recipients';
COMMENT ON COLUMN credential.package IS 'the integrations it is for';
COMMENT ON COLUMN credential.shown IS 'properties of the type that are no secret, as JSON';
COMMENT ON COLUMN credential.secrets IS 'AES-256-GCM, in base64';
COMMENT ON COLUMN credential.key_id IS 'which of the server''s keys sealed the secrets';

-- That a credential was changed is told as for flows and entities; what it says in secret never is.
ALTER TABLE changelog DROP CONSTRAINT changelog_type;
ALTER TABLE changelog ADD CONSTRAINT changelog_type
  CHECK (type IN ('flow', 'entity', 'field', 'report', 'credential'));
