-- The entities an account made itself (custom) and those that wait for somebody it invited (pending). Standard entities
-- come with the program; account entities are read off the accounts they stand for.

CREATE TABLE entity (
  account_id                   text COLLATE "C" NOT NULL,
  id                           text COLLATE "C" NOT NULL,
  kind                         text NOT NULL,
  name                         text NOT NULL,
  description                  text,
  module_ids                   text[] NOT NULL,
  source                       text,
  recipient                    text,
  deprecated                   boolean NOT NULL,
  see                          text COLLATE "C",
  field_suffix                 text,
  invitation_id                text COLLATE "C",
  invitation_expires_at        timestamptz,
  logo_url                     text,
  time_zone                    text,
  trustedform_certified_vendor boolean NOT NULL,
  website                      text,
  created_at                   timestamptz NOT NULL,
  updated_at                   timestamptz NOT NULL,
  CONSTRAINT entity_pk PRIMARY KEY (account_id, id),
  CONSTRAINT entity_account FOREIGN KEY (account_id) REFERENCES account (id),
  CONSTRAINT entity_kind CHECK (kind IN ('custom', 'pending', 'replaced'))
);
