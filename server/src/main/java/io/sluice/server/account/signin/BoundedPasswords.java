package io.sluice.server.account.signin;

import io.sluice.server.http.TooBusy;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Argon2id, a few at a time: each hash takes 16 MB of memory and some 50 ms of a processor, and anybody may ask for one.
 * Who has to wait too long is told to come back.
 */
final class BoundedPasswords implements PasswordEncoder {

  private static final int AT_ONCE = 4;
  private static final int PATIENCE_MS = 5_000;

  private final PasswordEncoder argon2 = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  @Override
  public @Nullable String encode(@Nullable CharSequence password) {
    takePlace();
    try {
      return argon2.encode(password);
    } finally {
      places.release();
    }
  }

  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String hash) {
    takePlace();
    try {
      return argon2.matches(password, hash);
    } finally {
      places.release();
    }
  }

  private void takePlace() {
    try {
      if (!places.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
        throw new TooBusy("password hashes");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TooBusy("password hashes");
    }
  }
}
