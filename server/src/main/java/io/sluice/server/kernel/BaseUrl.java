package io.sluice.server.kernel;

import java.net.URI;

/** Where this server is reached from outside: the front of every link we send. */
public record BaseUrl(URI value) {

  /** The link to a path that begins with a slash. */
  public String link(String path) {
    String base = value.toString();
    return (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
  }
}
