package io.sluice.engine.type.contact;

import io.sluice.engine.type.TypedValue;
import io.sluice.engine.type.Values;
import java.time.Clock;
import java.util.Locale;

/** One mail address in the liberal grammar of RFC 5322, with or without a display name (exchange 9.2). */
public final class EmailType {

  private static final String[] PARTS = {"user", "domain", "host", "tld", "is_free", "is_disposable"};

  private EmailType() {}

  public static Object parse(Object input, Clock clock) {
    var text = Values.text(Values.submitted(input));
    var address = Mailbox.parse(text);
    if (address == null) {
      return TypedValue.invalid("email", text, text);
    }
    var domain = address.domain();
    int dot = domain.lastIndexOf('.');
    var host = dot < 0 ? domain : domain.substring(0, dot);
    var tld = dot < 0 ? domain : domain.substring(dot + 1);
    var normal = (address.user() + "@" + domain).toLowerCase(Locale.ROOT);
    var kind = MailDomains.kind(normal.substring(address.user().length() + 1));
    return TypedValue.valid("email", normal, text, PARTS, address.user(), domain, host, tld,
        kind != MailDomains.Kind.OTHER, kind == MailDomains.Kind.DISPOSABLE);
  }
}
