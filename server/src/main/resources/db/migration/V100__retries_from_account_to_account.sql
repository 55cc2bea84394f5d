-- What is due is looked for from account to account (decision 0086), for which retry_by_account is enough; by time alone a
-- plan read what waits of all accounts for the few of one. What waits of one flow is read without what waits of others.

DROP INDEX retry_due;
CREATE INDEX retry_by_flow ON retry (account_id, flow_id, event_id);
