package io.sluice.server.job;

import java.util.UUID;

/** A job together with the lease under which it was taken: without it nothing can be said about the job any more. */
record Claim(Job job, UUID lease) {}
