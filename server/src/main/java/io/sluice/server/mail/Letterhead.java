package io.sluice.server.mail;

import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.URI;

/** Who mails come from. @param from as in a mail's header; @param baseUrl where the reader finds this installation */
record Letterhead(InternetAddress from, URI baseUrl) {

  /** @throws IllegalArgumentException if {@code from} is not one address, or {@code baseUrl} no absolute web address */
  static Letterhead of(String from, URI baseUrl) {
    try {
      InternetAddress address = new InternetAddress(from, true);
      if (baseUrl.getHost() == null || address.getAddress().indexOf('@') < 0) {
        throw new IllegalArgumentException("mails need a sender with a domain and a base URL with a host");
      }
      return new Letterhead(address, baseUrl);
    } catch (AddressException e) {
      throw new IllegalArgumentException("mails cannot come from " + from, e);
    }
  }

  String domain() {
    return from.getAddress().substring(from.getAddress().lastIndexOf('@') + 1);
  }

  String host() {
    return baseUrl.getHost();
  }
}
