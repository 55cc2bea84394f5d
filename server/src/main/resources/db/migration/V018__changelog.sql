-- What was changed, by whom, and how it stood afterwards (exchange 17). Rows are only ever added.
--
-- The author's name and address are written down as they were: a changelog is a record, and the user may be renamed or
-- gone when it is read. Documents are text: jsonb would reorder their properties.

CREATE TABLE changelog (
  account_id        text COLLATE "C" NOT NULL,
  id                text COLLATE "C" NOT NULL,
  type              text NOT NULL,
  target_id         text COLLATE "C" NOT NULL,
  action            text NOT NULL,
  author_id         text COLLATE "C",
  author_first_name text,
  author_last_name  text,
  author_email      text,
  current_revision  text NOT NULL,
  delta             text NOT NULL,
  created_at        timestamptz NOT NULL,
  CONSTRAINT changelog_pk PRIMARY KEY (account_id, id),
  CONSTRAINT changelog_type CHECK (type IN ('flow', 'entity', 'field', 'report')),
  CONSTRAINT changelog_action CHECK (action IN ('create', 'update', 'delete')),
  CONSTRAINT changelog_author CHECK (num_nulls(author_id, author_first_name, author_last_name, author_email) IN (0, 4))
);
CREATE INDEX changelog_by_target ON changelog (account_id, type, target_id, id);
