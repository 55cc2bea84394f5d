-- Files the CRM is given, and the imports of leads that read some of them.

CREATE TABLE crm_file (
  account_id text COLLATE "C" NOT NULL,
  id         text COLLATE "C" NOT NULL,
  kind       text NOT NULL,
  media_type text NOT NULL,
  size_bytes integer NOT NULL,
  storage    text NOT NULL,
  expires_at timestamptz,
  created_at timestamptz NOT NULL,
  CONSTRAINT crm_file_pk PRIMARY KEY (account_id, id),
  CONSTRAINT crm_file_kind CHECK (kind IN ('avatar', 'import'))
);
CREATE INDEX crm_file_expiring ON crm_file (expires_at) WHERE expires_at IS NOT NULL;
COMMENT ON COLUMN crm_file.storage IS 'where its content lies: in crm_file_content, or in the operator''s bucket';
COMMENT ON COLUMN crm_file.expires_at IS 'when it is deleted; absent while something needs it';

CREATE TABLE crm_file_content (
  account_id text COLLATE "C" NOT NULL,
  file_id    text COLLATE "C" NOT NULL,
  content    bytea NOT NULL,
  CONSTRAINT crm_file_content_pk PRIMARY KEY (account_id, file_id),
  CONSTRAINT crm_file_content_file FOREIGN KEY (account_id, file_id) REFERENCES crm_file (account_id, id) ON DELETE CASCADE
);
ALTER TABLE crm_file_content ALTER COLUMN content SET STORAGE EXTERNAL; -- pictures and workbooks are compressed already

CREATE INDEX account_user_avatar ON account_user (avatar_file_id) WHERE avatar_file_id IS NOT NULL;
CREATE INDEX company_avatar ON company (avatar_file_id) WHERE avatar_file_id IS NOT NULL;

CREATE SEQUENCE crm_import_number AS bigint;
COMMENT ON SEQUENCE crm_import_number IS 'ids of imports';

CREATE TABLE crm_import (
  account_id      text COLLATE "C" NOT NULL,
  company_id      bigint NOT NULL,
  id              bigint NOT NULL,
  import_code     text COLLATE "C" NOT NULL,
  name            text NOT NULL,
  format          text NOT NULL,
  file_id         text COLLATE "C",
  source_id       bigint,
  campaign_id     bigint,
  makes_sources   boolean NOT NULL,
  status          text NOT NULL,
  reason          text,
  total_rows      integer NOT NULL,
  imported_rows   integer NOT NULL,
  duplicate_rows  integer NOT NULL,
  failed_rows     integer NOT NULL,
  header          text[] NOT NULL,
  ignored_columns text[] NOT NULL,
  created_by      text COLLATE "C" NOT NULL,
  created_by_id   bigint NOT NULL,
  created_at      timestamptz NOT NULL,
  finished_at     timestamptz,
  CONSTRAINT crm_import_pk PRIMARY KEY (account_id, import_code),
  CONSTRAINT crm_import_status CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
  CONSTRAINT crm_import_format CHECK (format IN ('csv', 'xlsx'))
);
CREATE INDEX crm_import_by_company ON crm_import (account_id, company_id, id);
CREATE INDEX crm_import_ended ON crm_import (finished_at) WHERE file_id IS NOT NULL;
COMMENT ON COLUMN crm_import.file_id IS 'absent once the file and the bad rows are forgotten';
COMMENT ON COLUMN crm_import.makes_sources IS 'whoever asked for it may set up sources, so names that are new become some';
COMMENT ON COLUMN crm_import.imported_rows IS 'with duplicate_rows and failed_rows, how many rows of the file are behind it: where a killed import goes on';
COMMENT ON COLUMN crm_import.header IS 'the columns of the file as they are called there';
COMMENT ON COLUMN crm_import.created_by IS 'the user''s id; created_by_id is her number';

CREATE TABLE crm_import_bad_row (
  account_id  text COLLATE "C" NOT NULL,
  import_code text COLLATE "C" NOT NULL,
  row_number  integer NOT NULL,
  messages    text[] NOT NULL,
  cells       text[] NOT NULL,
  CONSTRAINT crm_import_bad_row_pk PRIMARY KEY (account_id, import_code, row_number),
  CONSTRAINT crm_import_bad_row_import FOREIGN KEY (account_id, import_code)
    REFERENCES crm_import (account_id, import_code) ON DELETE CASCADE
);
COMMENT ON COLUMN crm_import_bad_row.row_number IS 'as a spreadsheet counts: the header is row 1';
