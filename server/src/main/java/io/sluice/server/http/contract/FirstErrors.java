package io.sluice.server.http.contract;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import java.util.ArrayList;
import tools.jackson.databind.JsonNode;

/**
 * What a validator finds until it has found so much that the body is to be refused whatever follows. All that a megabyte
 * can hold would fill a hundred megabytes and take seconds, for everybody who can reach the port.
 */
final class FirstErrors extends ArrayList<Error> {

  private static final long serialVersionUID = 1L;

  /** Read-only properties are among them, which whoever sends back what was answered may have by the thousand. */
  private static final int MAX_ERRORS = 10_000;

  private FirstErrors() {}

  static FirstErrors of(Schema schema, JsonNode value) {
    FirstErrors errors = new FirstErrors();
    try {
      schema.validate(value, context -> context.setErrors(errors));
    } catch (Full enough) {
      // isFull says so
    }
    return errors;
  }

  boolean isFull() {
    return size() == MAX_ERRORS;
  }

  @Override
  public boolean add(Error error) {
    super.add(error);
    if (isFull()) {
      throw new Full();
    }
    return true;
  }

  /** The validator knows no other way to stop. */
  private static final class Full extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Full() {
      super(null, null, false, false);
    }
  }
}
