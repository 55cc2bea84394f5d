package io.sluice.server.list.bulk;

import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.LargerBody;
import io.sluice.server.list.UploadLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Files of values may be as large as the operator allows for them. */
@Component
final class UploadRoute implements LargerBody {

  private static final Pattern PATH = Pattern.compile("/lists/[^/]+/uploads");

  /** A gigabyte over a slow line. */
  private static final Duration WITHIN = Duration.ofHours(2);

  private final UploadLimit limit;

  UploadRoute(UploadLimit limit) {
    this.limit = limit;
  }

  @Override
  public boolean isOf(HttpServletRequest request) {
    return request.getMethod().equals("POST") && PATH.matcher(request.getRequestURI()).matches();
  }

  @Override
  public BodyLimit limit() {
    return new BodyLimit(limit.bytes(), WITHIN);
  }
}
