package io.sluice.badsample;

import io.sluice.server.delivery.door.OutboundDoor;
import org.springframework.transaction.annotation.Transactional;

/** Holds a transaction open, and by way of another class the line as well. */
public class TransactionAroundACall {

  private final Between between;

  public TransactionAroundACall(Between between) {
    this.between = between;
  }

  @Transactional
  public String deliver() {
    return between.door.toString();
  }

  public static class Between {
    final OutboundDoor door;

    public Between(OutboundDoor door) {
      this.door = door;
    }
  }
}
