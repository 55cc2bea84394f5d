package io.sluice.server.http;

/** An argument a route receives only for a caller who has the right to it; the others are answered 401 before the route runs. */
public interface Authority {}
