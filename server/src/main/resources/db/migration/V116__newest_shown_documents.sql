-- Of opened documents (exchange 17) an account may hide most: they were all read to show the few that are left.
CREATE INDEX submission_doc_access_shown ON submission_doc_access (account_id, last_accessed_at, id) WHERE NOT hidden;
