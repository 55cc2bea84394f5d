-- What the CRM knows more of a user, and how a password is set by a link.

ALTER TABLE account_user
  ADD COLUMN inactive_since  timestamptz,
  ADD COLUMN sign_ins_from   timestamptz,
  ADD COLUMN password_set_at timestamptz,
  ADD COLUMN avatar_file_id  text COLLATE "C";
UPDATE account_user SET password_set_at = created_at WHERE password_hash IS NOT NULL;
COMMENT ON COLUMN account_user.inactive_since IS 'an admin has put the user out: no key, token or session of hers is taken';
COMMENT ON COLUMN account_user.sign_ins_from IS 'tokens and sessions from before this whole second are not taken any more';

-- Somebody was entered who has proved nothing and cannot sign in: there is one such row for an address, and who proves
-- the address takes it over.
CREATE UNIQUE INDEX account_user_waiting ON account_user (email) WHERE verified_at IS NULL AND password_hash IS NULL;

-- The address a link proves where it is not the one the user has: she takes it then.
ALTER TABLE email_verification ADD COLUMN new_email text;

CREATE TABLE password_reset (
  token_hash text COLLATE "C" NOT NULL,
  user_id    text COLLATE "C" NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  CONSTRAINT password_reset_pk PRIMARY KEY (token_hash),
  CONSTRAINT password_reset_user FOREIGN KEY (user_id) REFERENCES account_user (id)
);
CREATE INDEX password_reset_by_user ON password_reset (user_id, created_at);

-- By what else than a password a user signs in (crm 2.17). Its ids and those of users are of one row of numbers, so that
-- the password can be shown under the user's own.
CREATE TABLE user_provider (
  id         bigint NOT NULL,
  user_id    text COLLATE "C" NOT NULL,
  provider   text NOT NULL,
  uid        text NOT NULL,
  created_at timestamptz NOT NULL,
  CONSTRAINT user_provider_pk PRIMARY KEY (id),
  CONSTRAINT user_provider_uid UNIQUE (provider, uid),
  CONSTRAINT user_provider_user FOREIGN KEY (user_id) REFERENCES account_user (id)
);
CREATE INDEX user_provider_by_user ON user_provider (user_id);
