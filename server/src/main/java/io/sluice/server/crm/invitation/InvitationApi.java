package io.sluice.server.crm.invitation;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.MessageJson;
import io.sluice.server.crm.Paging;
import io.sluice.server.crm.access.ManagesCompany;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.http.edge.Allowance;
import io.sluice.server.http.edge.RateLimits;
import io.sluice.server.kernel.EmailAddress;
import io.sluice.server.kernel.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /invitations} and a company's pending ones (crm 2.11). */
@CrmApi
class InvitationApi {

  record WantedJson(String email, long companyId, long accessId) {}

  record OneJson(InvitationJson invitation) {}

  record ManyJson(List<InvitationJson> invitations) {}

  record PageJson(List<InvitationJson> invitations, Paging.MetaJson meta) {}

  record InvitedJson(boolean userExists, String email) {}

  record OfferJson(String companyName, String accessName, String invitedBy, Instant expiresAt) {}

  private final Invitations invitations;
  private final RateLimits limits;

  InvitationApi(Invitations invitations, RateLimits limits) {
    this.invitations = invitations;
    this.limits = limits;
  }

  @PostMapping("/api/v1/invitations")
  Answer<OneJson> create(Person caller, @RequestBody WantedJson wanted) {
    return Answer.created(invitations.create(caller, wanted.email(), wanted.companyId(), wanted.accessId()),
        InvitationApi::one);
  }

  @PostMapping("/api/v1/invitations/{id}/resend")
  Answer<OneJson> resend(Person caller, @PathVariable String id) {
    return Answer.ok(invitations.resend(caller, id), InvitationApi::one);
  }

  @DeleteMapping("/api/v1/invitations/{id}")
  Answer<MessageJson> revoke(Person caller, @PathVariable String id) {
    return Answer.ok(invitations.revoke(caller, id), _ -> new MessageJson("The invitation was withdrawn"));
  }

  @OpenToAll
  @GetMapping("/api/v1/invitations/by_code")
  Answer<InvitedJson> byCode(@RequestParam(required = false) @Nullable String code, HttpServletRequest request,
      HttpServletResponse response) {
    return told(code, request, response, known -> invitations.byCode(known)
        .map(invited -> new InvitedJson(invited.userExists(), invited.email().value())));
  }

  /** What the answer above has no room for (crm 2.11). */
  @OpenToAll
  @GetMapping("/api/v1/invitations/by_code/offer")
  Answer<OfferJson> offer(@RequestParam(required = false) @Nullable String code, HttpServletRequest request,
      HttpServletResponse response) {
    return told(code, request, response, known -> invitations.offer(known)
        .map(offer -> new OfferJson(offer.company(), offer.access().word(), offer.inviter(), offer.until())));
  }

  /** Who knows no code may guess no more often than who knows no password (crm 3). */
  private <T> Answer<T> told(@Nullable String code, HttpServletRequest request, HttpServletResponse response,
      Function<String, Optional<T>> lookUp) {
    if (code == null || code.isBlank()) {
      return Answer.problem(CrmProblems.invalid("code", "is missing"));
    }
    Allowance allowance = limits.guesses(request.getRemoteAddr());
    if (allowance.isRefused()) {
      allowance.tell(response);
      return Answer.problem(RateLimits.problem(allowance));
    }
    Optional<T> found = lookUp.apply(code);
    if (found.isEmpty()) {
      limits.guessed(request.getRemoteAddr());
      return Answer.problem(Problem.notFound());
    }
    return Answer.ok(found.get());
  }

  @GetMapping("/api/v1/invitations/pending")
  Answer<ManyJson> pending(Person caller, @RequestParam(required = false) @Nullable String email) {
    Optional<EmailAddress> address = email == null ? Optional.empty() : EmailAddress.read(email);
    if (address.isEmpty()) {
      return Answer.problem(CrmProblems.invalid("email", email == null ? "is missing" : "is invalid"));
    }
    return Answer.ok(invitations.pendingTo(caller, address.get()),
        found -> new ManyJson(found.stream().map(InvitationJson::of).toList()));
  }

  @GetMapping("/api/v1/companies/{company_id}/invitations/pending")
  Answer<PageJson> pendingOfCompany(ManagesCompany caller, @RequestParam(required = false) @Nullable Integer page,
      @RequestParam(name = "per_page", required = false) @Nullable Integer perPage) {
    Paging paging = Paging.of(page, perPage);
    return Answer.ok(new PageJson(
        invitations.pendingIn(caller.account(), caller.company(), paging).stream().map(InvitationJson::of).toList(),
        paging.meta(invitations.countPendingIn(caller.account(), caller.company()))));
  }

  private static OneJson one(Invitation invitation) {
    return new OneJson(InvitationJson.of(invitation));
  }
}
