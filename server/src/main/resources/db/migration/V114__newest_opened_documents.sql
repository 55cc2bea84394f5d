-- The list of opened documents (exchange 17) is shown from the newest on: all of an account's were sorted to show some.
CREATE INDEX submission_doc_access_newest ON submission_doc_access (account_id, last_accessed_at, id);
