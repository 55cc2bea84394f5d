package io.sluice.server.delivery;

/**
 * Something that speaks one protocol, inbound or outbound, under one id: what {@code /packages} lists (exchange 17).
 * A flow's source names the module its leads come in by, a recipient step the one they go out by.
 */
public interface IntegrationModule {

  /** {@code package.direction[.name]}, such as {@code leadconduit-default.outbound}. */
  String moduleId();

  IntegrationMetadata metadata();
}
