package io.sluice.badsample;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/** Goes out where nobody looks at the address. */
public class AnotherDoor {

  public InputStream read(String address) throws IOException {
    return URI.create(address).toURL().openStream();
  }
}
