package io.sluice.server.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last {@value #MAX_MAILS} mails, newest last; older ones make room. In memory only: a demo starts empty. */
final class Mailbox {

  static final int MAX_MAILS = 1_000;

  private final Deque<ReceivedMail> mails = new ArrayDeque<>();

  synchronized void add(ReceivedMail mail) {
    if (mails.size() == MAX_MAILS) {
      mails.removeFirst();
    }
    mails.addLast(mail);
  }

  synchronized List<ReceivedMail> all() {
    return List.copyOf(mails);
  }
}
