package io.sluice.server.kernel;

import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What speaks to another machine can take minutes, for which a transaction must not be held open. */
public final class OutsideTransactions {

  private OutsideTransactions() {}

  /** @throws IllegalStateException in a transaction, before anything is sent */
  public static void only(String what) {
    if (TransactionSynchronizationManager.isActualTransactionActive()) {
      throw new IllegalStateException(what + " must not be within a transaction");
    }
  }
}
