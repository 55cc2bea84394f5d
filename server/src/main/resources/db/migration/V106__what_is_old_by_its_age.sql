-- What is forgotten by its age is found by it: daily clean-ups read these tables from one end to the other, in one statement.
CREATE INDEX cap_counter_by_age ON cap_counter (expires_at);
CREATE INDEX job_dead ON job (dead_at) WHERE dead_at IS NOT NULL;
