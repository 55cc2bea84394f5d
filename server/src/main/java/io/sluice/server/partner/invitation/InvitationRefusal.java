package io.sluice.server.partner.invitation;

import io.sluice.server.kernel.Problem;
import io.sluice.server.kernel.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every way invitations say no (exchange 4.2, 4.3). */
public sealed interface InvitationRefusal extends Refusal {

  record BadEmail() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "email_invalid", "email is invalid");
    }
  }

  record OwnAccount() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "own_account", "cannot invite your own account");
    }
  }

  record TooOften(Duration waiting) implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(429, "too_often", "you mailed this address several invitations within the hour: wait a little")
          .after((int) waiting.toSeconds());
    }
  }

  /** Never was, is another account's, or its link was replaced by a newer one. */
  record Unknown() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.notFound();
    }
  }

  record NotPending() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(400, "not_pending", "entity is not pending");
    }
  }

  record Expired() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(410, "expired", "this invitation has expired: ask for a fresh link");
    }
  }

  record Decided(InvitationState state) implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, state.word(), switch (state) {
        case ACCEPTED -> "this invitation was accepted already";
        case DECLINED -> "this invitation was declined";
        case CANCELLED -> "this invitation was withdrawn";
        case SENT, EXPIRED -> "this invitation is still open";
      });
    }
  }

  /** Neither signed in nor signing up. */
  record NobodyThere() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(401, "sign_in_first", "sign in, or send what a new account needs as \"signup\"");
    }
  }

  record OwnInvitation() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "own_invitation", "an account cannot connect to itself");
    }
  }

  /** The newcomer's data, or her address, will not do. */
  record SignUp(Refusal why) implements InvitationRefusal {
    @Override
    public Problem problem() {
      Problem inner = why.problem();
      Map<String, List<String>> fields = new java.util.TreeMap<>();
      inner.fields().forEach((field, sentences) -> fields.put("signup." + field, sentences));
      return new Problem(inner.status(), inner.code(), inner.sentence(), fields);
    }
  }

  record InvitedAnew() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "invited_anew", "a newer invitation was sent to this address: use its link");
    }
  }

  record FreshLinkAskedFor() implements InvitationRefusal {
    @Override
    public Problem problem() {
      return Problem.of(409, "asked_already", "a fresh link was asked for today already");
    }
  }
}
