package io.sluice.server.kernel;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/** The id of one pricing service: 24 hex characters. */
public record PricingServiceId(@JsonValue String value) implements Comparable<PricingServiceId> {

  public PricingServiceId {
    value = ObjectIds.checked("a pricing service id", value);
  }

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static PricingServiceId of(String value) {
    return new PricingServiceId(value);
  }

  public static PricingServiceId next(Instant now) {
    return new PricingServiceId(ObjectIds.next(now));
  }

  @Override
  public int compareTo(PricingServiceId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
