-- What everybody signs, and who did. The terms are the installation's; a signature is its user's.

CREATE SEQUENCE legal_term_number AS bigint;

CREATE TABLE legal_term (
  id           bigint NOT NULL,
  major        integer NOT NULL,
  minor        integer NOT NULL,
  title        text NOT NULL,
  content      text NOT NULL,
  published_by text COLLATE "C",
  published_at timestamptz NOT NULL,
  CONSTRAINT legal_term_pk PRIMARY KEY (id),
  CONSTRAINT legal_term_version UNIQUE (major, minor)
);
COMMENT ON COLUMN legal_term.published_by IS 'absent: they came with the program';

INSERT INTO legal_term (id, major, minor, title, content, published_by, published_at)
VALUES (nextval('legal_term_number'), 1, 0, 'Terms of use',
        'Whoever runs this server lets you use it for the work of the companies you have an access in. Keep your password, '
        || 'tokens and keys to yourself. Treat the people whose data you see here as the law where you and they live asks '
        || 'you to, use their data for nothing they did not agree to, and honour it when they withdraw. What you enter '
        || 'belongs to your company. Whoever runs the server may end an access that is misused.',
        NULL, now());

CREATE TABLE terms_signature (
  account_id    text COLLATE "C" NOT NULL,
  user_id       text COLLATE "C" NOT NULL,
  legal_term_id bigint NOT NULL,
  signed_at     timestamptz NOT NULL,
  CONSTRAINT terms_signature_pk PRIMARY KEY (account_id, user_id, legal_term_id)
);

-- A row is there once the user has said that she is through. Its id is the user's number.
CREATE TABLE user_onboarding (
  account_id   text COLLATE "C" NOT NULL,
  user_id      text COLLATE "C" NOT NULL,
  completed_at timestamptz NOT NULL,
  CONSTRAINT user_onboarding_pk PRIMARY KEY (account_id, user_id)
);
COMMENT ON COLUMN user_onboarding.account_id IS 'the user''s own, whatever companies she has access in';
