package io.sluice.server.mail;

/** What became of a mail at the mail server. */
sealed interface SmtpAnswer {

  /** The server has it and answers for it from now on. */
  record Accepted() implements SmtpAnswer {}

  /** Not now: a 4xx answer, no answer, or a server that does not let us in, which is not the mail's fault. */
  record Deferred(String reason) implements SmtpAnswer {}

  /** Never: a 5xx answer to this mail's sender, recipient or content. */
  record Refused(String reason) implements SmtpAnswer {}
}
