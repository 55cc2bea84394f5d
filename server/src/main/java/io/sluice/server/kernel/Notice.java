package io.sluice.server.kernel;

/** Something that happened, told to whoever a lower row does not know; a record named in the past tense. A test holds that each has its listener. */
public interface Notice {}
