package io.sluice.server.account.signin;

import io.sluice.server.account.User;
import io.sluice.server.account.Users;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Result;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** E-mail and password. */
@Component
class SignIns {

  private final Users users;

  SignIns(Users users) {
    this.users = users;
  }

  Result<User, SignInRefusal> signIn(String email, String password) {
    Optional<User> user = EmailAddress.read(email).flatMap(address -> users.withPassword(address, password));
    if (user.isEmpty()) {
      return Result.refused(new SignInRefusal.WrongCredentials());
    }
    return user.get().verified() ? Result.done(user.get()) : Result.refused(new SignInRefusal.NotVerified());
  }
}
