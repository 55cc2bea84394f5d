package io.sluice.server.crm.avatar;

import io.sluice.server.account.Person;
import io.sluice.server.crm.CrmProblems;
import io.sluice.server.crm.company.CompanyJson;
import io.sluice.server.crm.user.UserJson;
import io.sluice.server.http.Answer;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.Dialects;
import io.sluice.server.kernel.Result;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;

/** {@code /users/avatar}, {@code /companies/avatar} (crm 2.1, 2.3) and what their {@code avatar_route} leads to. */
@CrmApi
class AvatarApi {

  record UserPictureJson(long userId, String avatarBase64, String name, String type) {}

  record CompanyPictureJson(long companyId, String avatarBase64, String name, String type) {}

  record UserOwnerJson(@Nullable Long userId) {}

  record CompanyOwnerJson(@Nullable Long companyId) {}

  record OneUserJson(UserJson user) {}

  private final Avatars avatars;
  private final CompanyJson.Writer companies;
  private final Dialects dialects;

  AvatarApi(Avatars avatars, CompanyJson.Writer companies, Dialects dialects) {
    this.avatars = avatars;
    this.companies = companies;
    this.dialects = dialects;
  }

  @PutMapping("/api/v1/users/avatar")
  Answer<OneUserJson> showOfUser(Person caller, @RequestBody UserPictureJson body) {
    return Answer.ok(
        avatars.showOfUser(caller, body.userId(), new Avatars.Sent(body.avatarBase64(), body.type())),
        user -> new OneUserJson(UserJson.of(user)));
  }

  @DeleteMapping("/api/v1/users/avatar")
  Answer<OneUserJson> removeOfUser(Person caller,
      @RequestParam(name = "user_id", required = false) @Nullable Long asked,
      @RequestBody(required = false) @Nullable UserOwnerJson body) {
    Long user = body == null || body.userId() == null ? asked : body.userId();
    return user == null
        ? Answer.problem(CrmProblems.invalid("user_id", "is required"))
        : Answer.ok(avatars.removeOfUser(caller, user), known -> new OneUserJson(UserJson.of(known)));
  }

  @PutMapping("/api/v1/companies/avatar")
  Answer<CompanyJson.OneJson> showOfCompany(Person caller, @RequestBody CompanyPictureJson body) {
    return Answer.ok(
        avatars.showOfCompany(caller, body.companyId(), new Avatars.Sent(body.avatarBase64(), body.type())),
        companies::of);
  }

  @DeleteMapping("/api/v1/companies/avatar")
  Answer<CompanyJson.OneJson> removeOfCompany(Person caller,
      @RequestParam(name = "company_id", required = false) @Nullable Long asked,
      @RequestBody(required = false) @Nullable CompanyOwnerJson body) {
    Long company = body == null || body.companyId() == null ? asked : body.companyId();
    return company == null
        ? Answer.problem(CrmProblems.invalid("company_id", "is required"))
        : Answer.ok(avatars.removeOfCompany(caller, company), companies::of);
  }

  /** Named by us, of a type we found, to be run by nobody: whatever else stands in the file is only a picture. */
  @GetMapping("/api/v1/files/{id}")
  void show(Person caller, @PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    switch (avatars.find(caller, id)) {
      case Result.Done<Avatars.Shown, AvatarRefusal>(Avatars.Shown shown) -> {
        String mark = "\"" + id + "\""; // a file never changes
        response.setHeader("Cache-Control", "private, max-age=86400, immutable");
        response.setHeader("ETag", mark);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "default-src 'none'; sandbox");
        response.setHeader("Content-Disposition", "inline; filename=\"avatar." + shown.format().extension() + "\"");
        if (mark.equals(request.getHeader("If-None-Match"))) {
          response.setStatus(304);
          return;
        }
        response.setContentType(shown.format().mediaType());
        response.setContentLength(shown.content().length);
        response.getOutputStream().write(shown.content());
      }
      case Result.Refused<Avatars.Shown, AvatarRefusal>(AvatarRefusal refusal) ->
          dialects.write(request, response, refusal.problem());
    }
  }
}
