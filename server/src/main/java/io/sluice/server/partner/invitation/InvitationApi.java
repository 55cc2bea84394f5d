package io.sluice.server.partner.invitation;

import io.sluice.server.account.Member;
import io.sluice.server.account.Subscriber;
import io.sluice.server.entity.Entity;
import io.sluice.server.entity.EntityJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Result;
import io.sluice.server.partner.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** The published half of {@code /invitations} (exchange 4.2). */
@ExchangeApi
class InvitationApi {

  private static final String SENT = "Invitation was sent successfully";

  record InvitationRequestJson(String email, @Nullable String description) {}

  record InvitedJson(String message, EntityJson entity) {}

  private final Invitations invitations;
  private final EntityJson.Writer entities;

  InvitationApi(Invitations invitations, EntityJson.Writer entities) {
    this.invitations = invitations;
    this.entities = entities;
  }

  /** The caller buys; the invitee will be one of its sources. */
  @PostMapping("/invitations/source")
  Answer<InvitedJson> inviteSource(Subscriber caller, @RequestBody InvitationRequestJson wanted) {
    return invite(caller, Role.SELLER, wanted);
  }

  /** The caller sells; the invitee will be one of its recipients. */
  @PostMapping("/invitations/recipient")
  Answer<InvitedJson> inviteRecipient(Subscriber caller, @RequestBody InvitationRequestJson wanted) {
    return invite(caller, Role.BUYER, wanted);
  }

  @PutMapping("/invitations/{entityId}/resend")
  Answer<InvitedJson> resend(Member caller, @PathVariable String entityId) {
    return Answer.ok(invitations.resend(caller.account(), caller.user(), entityId),
        entity -> json(caller.account(), SENT, entity));
  }

  private Answer<InvitedJson> invite(Subscriber caller, Role role, InvitationRequestJson wanted) {
    Result<Invitations.Invited, InvitationRefusal> result =
        invitations.invite(caller.account(), caller.user(), role, wanted.email(), wanted.description());
    return switch (result) {
      case Result.Refused<?, InvitationRefusal>(InvitationRefusal why) -> Answer.problem(why.problem());
      case Result.Done<Invitations.Invited, ?>(Invitations.Invited invited) -> switch (invited) {
        case Invitations.Invited.Sent(Entity entity) -> Answer.created(json(caller.account(), SENT, entity));
        case Invitations.Invited.InvitedBefore(Entity entity) ->
            Answer.ok(json(caller.account(), "Invitation was sent before", entity));
        case Invitations.Invited.ConnectedAlready(Entity entity) ->
            Answer.ok(json(caller.account(), "Already connected", entity));
      };
    };
  }

  private InvitedJson json(AccountId viewer, String message, Entity entity) {
    return new InvitedJson(message, entities.of(viewer, entity));
  }
}
