-- One index less for every event that is written: with the flow behind type and outcome, the index by outcome answers "of
-- this flow" and "errors of this flow" too, and "errors" merges the flows that had any (decision 0130). The new index is
-- built over all events that are kept, which takes some seconds a million in which nothing is written. Nodes of the version before
-- find by type or outcome alone slowly until they are replaced.
DROP INDEX event_by_flow;
DROP INDEX event_by_outcome;
CREATE INDEX event_by_flow ON event (account_id, type, outcome, flow_id, id);
