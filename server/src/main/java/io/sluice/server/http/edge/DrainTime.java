package io.sluice.server.http.edge;

import java.time.Duration;

/** How long a server that is told to stop still takes requests. */
public record DrainTime(Duration value) {}
