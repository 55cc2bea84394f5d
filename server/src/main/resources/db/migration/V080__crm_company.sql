-- Companies as a tree. An account has one root company of its own, and may have further trees.

DROP INDEX company_root;
ALTER TABLE company
  ADD COLUMN is_root        boolean NOT NULL DEFAULT false,
  ADD COLUMN is_default     boolean NOT NULL DEFAULT false,
  ADD COLUMN cycles_enabled boolean NOT NULL DEFAULT false,
  ADD COLUMN avatar_file_id text COLLATE "C";
UPDATE company SET is_root = true WHERE parent_company_id IS NULL;
ALTER TABLE company
  ALTER COLUMN is_root        DROP DEFAULT,
  ALTER COLUMN is_default     DROP DEFAULT,
  ALTER COLUMN cycles_enabled DROP DEFAULT;
CREATE UNIQUE INDEX company_root ON company (account_id) WHERE is_root;
CREATE INDEX company_by_account ON company (account_id, id);
CREATE INDEX company_below ON company (parent_company_id) WHERE parent_company_id IS NOT NULL;
CREATE INDEX user_access_by_company ON user_access (company_id, id);
