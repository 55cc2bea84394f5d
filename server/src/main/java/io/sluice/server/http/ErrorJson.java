package io.sluice.server.http;

/** The exchange's error body (exchange 2.1). */
record ErrorJson(String error) {}
