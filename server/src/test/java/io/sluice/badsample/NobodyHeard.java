package io.sluice.badsample;

import io.sluice.server.kernel.Notice;

/** A notice without a listener. */
public record NobodyHeard() implements Notice {}
