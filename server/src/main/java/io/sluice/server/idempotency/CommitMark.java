package io.sluice.server.idempotency;

import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Writes beside a key, in the very transaction in which its request takes effect, that it did. Of a request whose
 * server died this tells whether it may be carried out again.
 */
@Component
final class CommitMark implements TransactionExecutionListener {

  private final RequestKeys keys;

  CommitMark(RequestKeys keys) {
    this.keys = keys;
  }

  @Override
  public void beforeCommit(TransactionExecution transaction) {
    RequestAttributes request = RequestContextHolder.getRequestAttributes();
    if (request != null && !transaction.isReadOnly()
        && request.getAttribute(KeyedPosts.CLAIM, RequestAttributes.SCOPE_REQUEST) instanceof RequestKeys.Claim claim) {
      keys.markCommitted(claim);
    }
  }
}
