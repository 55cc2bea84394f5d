package io.sluice.server.crm;

/** The answer of what has nothing else to say (crm 1). */
public record MessageJson(String message) {}
