package io.sluice.server.mail;

import io.sluice.server.kernel.EmailAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something to tell one person. What it says is up to the feature that has something to tell. */
public interface Mail {

  /** What the mail is about, as operators read it in the outbox: {@code invitation}. */
  String kind();

  EmailAddress to();

  Letter letter();

  /** When nobody can do any more what it asks for: it is not sent then. Null: never. */
  default @Nullable Instant until() {
    return null;
  }

  /** The web addresses it asks its reader to open. */
  default List<URI> links() {
    return letter().links();
  }
}
