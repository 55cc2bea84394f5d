package io.sluice.server.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which Sluice this is, as the build wrote it down. */
public final class ProductVersion {

  private static final String CURRENT = read();

  private ProductVersion() {}

  public static String current() {
    return CURRENT;
  }

  private static String read() {
    try (InputStream resource = ProductVersion.class.getResourceAsStream("version.properties")) {
      if (resource == null) {
        throw new IllegalStateException("version.properties is missing from this build");
      }
      Properties properties = new Properties();
      properties.load(resource);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
