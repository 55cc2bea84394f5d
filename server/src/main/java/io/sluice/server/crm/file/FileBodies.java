package io.sluice.server.crm.file;

import io.sluice.server.account.Caller;
import io.sluice.server.http.BodyLimit;
import io.sluice.server.http.LargerBody;
import io.sluice.server.http.TooBusy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Routes that take a file inside JSON: larger bodies than others, and few of them at a time, for each is held several
 * times over while it is checked and read.
 */
@Component
final class FileBodies implements LargerBody, HandlerInterceptor, WebMvcConfigurer {

  private static final String CRM = "/api/v1/";
  private static final Pattern PATH =
      Pattern.compile("PUT /api/v1/(users|companies)/avatar|POST /api/v1/companies/[^/]+/import");

  /** The largest file in base64 with room around it, so that one that is a little too large is told so in its field. */
  private static final BodyLimit LIMIT = new BodyLimit(16 << 20, Duration.ofMinutes(2));

  private static final int AT_A_TIME = 3;
  private static final Duration WAIT = Duration.ofSeconds(15);
  private static final String TAKEN = FileBodies.class.getName();

  private final Semaphore places = new Semaphore(AT_A_TIME, true);

  @Override
  public boolean isOf(HttpServletRequest request) {
    // Asked of every request, submissions among them.
    return request.getRequestURI().startsWith(CRM)
        && PATH.matcher(request.getMethod() + " " + request.getRequestURI()).matches();
  }

  @Override
  public BodyLimit limit() {
    return LIMIT;
  }

  @Override
  public boolean isHeldWhole() {
    return true;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    registry.addInterceptor(this);
  }

  /** Who is nobody gets no place: the route answers before it reads. */
  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws InterruptedException {
    if (!isOf(request) || request.getAttribute(Caller.ATTRIBUTE) == null) {
      return true;
    }
    if (!places.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new TooBusy("files are being read");
    }
    request.setAttribute(TAKEN, true);
    return true;
  }

  @Override
  public void afterCompletion(
      HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
    if (request.getAttribute(TAKEN) != null) {
      request.removeAttribute(TAKEN);
      places.release();
    }
  }
}
