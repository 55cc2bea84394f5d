package io.sluice.server.crm.avatar;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.server.Party;
import io.sluice.server.SluiceServer;
import io.sluice.server.SluiceServer.Reply;
import io.sluice.server.crm.Crm;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of people and companies (crm 2.1, 2.3). */
class AvatarTest {

  private final SluiceServer server = SluiceServer.shared();
  private final Party acme = server.open("Acme");
  private final String herself = "\"user_id\": " + Crm.number(acme);
  private final String company = "\"company_id\": " + server.companyOf(acme);

  @Test
  void a_user_shows_a_picture_replaces_it_and_takes_it_away() throws Exception {
    Reply first = acme.put("/api/v1/users/avatar", Pictures.json(herself, Pictures.png(3, 2), "image/png")).is(200);
    assertThat(first.at("user.email")).isEqualTo(acme.email());
    String route = first.at("user.avatar_route");
    assertThat(route).matches("/api/v1/files/[\\w-]{27}");

    HttpResponse<byte[]> picture = fetch(acme, route);
    assertThat(picture.statusCode()).isEqualTo(200);
    assertThat(picture.body()).isEqualTo(Pictures.png(3, 2));
    assertThat(List.of("Content-Type", "X-Content-Type-Options", "Content-Disposition", "Cache-Control",
        "Content-Security-Policy")).extracting(name -> picture.headers().allValues(name)).containsExactly(
            List.of("image/png"), List.of("nosniff"), List.of("inline; filename=\"avatar.png\""),
            List.of("private, max-age=86400, immutable"), List.of("default-src 'none'; sandbox"));
    assertThat(fetch(acme, route, "If-None-Match", picture.headers().firstValue("ETag").orElseThrow()).statusCode())
        .isEqualTo(304);

    String second = acme.put("/api/v1/users/avatar", Pictures.json(herself, Pictures.jpeg(2, 2), "image/jpeg")).is(200)
        .at("user.avatar_route");
    assertThat(second).isNotEqualTo(route);
    assertThat(acme.get("/api/v1/users/" + Crm.number(acme)).is(200).at("user.avatar_route")).isEqualTo(second);
    acme.get(route).is(404);
    assertThat(fetch(acme, second).headers().firstValue("Content-Type")).contains("image/jpeg");

    assertThat(acme.delete("/api/v1/users/avatar", "{" + herself + "}").is(200).json().at("/user/avatar_route")
        .isNull())
        .isTrue();
    acme.get(second).is(404);
    acme.delete("/api/v1/users/avatar?user_id=" + Crm.number(acme)).is(200);
    assertThat(acme.delete("/api/v1/users/avatar").is(422).json().path("errors").toString())
        .isEqualTo("{\"user_id\":[\"is required\"]}");
  }

  @Test
  void a_companys_picture_is_its_admins_to_change_and_open_to_its_people() {
    Party agent = server.colleague(acme, "agent");
    Party manager = server.colleague(acme, "manager");
    Party globex = server.open("Globex");
    String body = Pictures.json(company, Pictures.png(1, 1), "image/png");
    manager.put("/api/v1/companies/avatar", body).is(403);
    globex.put("/api/v1/companies/avatar", body).is(403);
    String route = acme.put("/api/v1/companies/avatar", body).is(200).at("company.avatar_route");
    assertThat(acme.get("/api/v1/companies/" + server.companyOf(acme)).is(200).at("company.avatar_route"))
        .isEqualTo(route);
    agent.get(route).is(200);
    globex.get(route).is(404);
    server.anybody().get(route).is(401);
    manager.delete("/api/v1/companies/avatar", "{" + company + "}").is(403);
    assertThat(acme.delete("/api/v1/companies/avatar", "{" + company + "}").is(200).json()
        .at("/company/avatar_route").isNull()).isTrue();
    agent.get(route).is(404);
    acme.put("/api/v1/companies/avatar", Pictures.json("\"company_id\": 4711471147", Pictures.png(1, 1), "image/png"))
        .is(403);
  }

  @Test
  void a_users_picture_is_hers_and_her_admins_to_change_and_open_to_her_colleagues() {
    Party agent = server.colleague(acme, "agent");
    Party manager = server.colleague(acme, "manager");
    Party globex = server.open("Globex");
    String body = Pictures.json("\"user_id\": " + Crm.number(agent), Pictures.png(1, 1), "image/png");
    manager.put("/api/v1/users/avatar", body).is(403);
    globex.put("/api/v1/users/avatar", body).is(403);
    String route = acme.put("/api/v1/users/avatar", body).is(200).at("user.avatar_route");
    manager.get(route).is(200);
    globex.get(route).is(404);
    agent.put("/api/v1/users/avatar", body).is(200);
    agent.get(route).is(404);
  }

  @Test
  void only_png_jpeg_and_webp_that_are_what_they_are_called_are_taken() {
    byte[] svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".getBytes(StandardCharsets.UTF_8);
    assertThat(problems(Pictures.json(herself, svg, "image/svg+xml"))).isEqualTo(
        "{\"avatar_base64\":[\"is not a picture of its type\"],\"type\":[\"must be image/png, image/jpeg or image/webp\"]}");
    String notOfItsType = "{\"avatar_base64\":[\"is not a picture of its type\"]}";
    assertThat(problems(Pictures.json(herself, svg, "image/png"))).isEqualTo(notOfItsType);
    assertThat(problems(Pictures.json(herself, Pictures.png(1, 1), "image/jpeg"))).isEqualTo(notOfItsType);
    assertThat(problems(Pictures.json(herself, "GIF89a....................".getBytes(StandardCharsets.UTF_8), "image/png")))
        .isEqualTo(notOfItsType);
    assertThat(problems("{%s, \"avatar_base64\": \"not base64!\", \"name\": \"x\", \"type\": \"image/png\"}".formatted(herself)))
        .isEqualTo("{\"avatar_base64\":[\"is not base64\"]}");
    assertThat(problems("{%s, \"avatar_base64\": \"\", \"name\": \"x\", \"type\": \"image/png\"}".formatted(herself)))
        .isEqualTo("{\"avatar_base64\":[\"is empty\"]}");
    assertThat(problems("{" + herself + "}")).contains("avatar_base64", "name", "type");
  }

  @Test
  void a_picture_that_is_or_would_unpack_to_be_too_large_is_refused() {
    assertThat(problems(Pictures.json(herself, new byte[(5 << 20) + 1], "image/png")))
        .isEqualTo("{\"avatar_base64\":[\"is larger than 5242880 bytes\"]}");
    assertThat(acme.put("/api/v1/users/avatar", Pictures.json(herself, new byte[13 << 20], "image/png")).is(413)
        .at("code"))
        .isEqualTo("body_too_large");
    for (byte[] bomb : List.of(Pictures.pngThatSays(50_000, 50_000), Pictures.pngThatSays(8_000, 8_000),
        Pictures.pngThatSays(-1, 1), Pictures.pngThatSays(0, 1))) {
      assertThat(problems(Pictures.json(herself, bomb, "image/png"))).contains("at most 8192 pixels a side");
    }
    assertThat(problems(Pictures.json(herself, Pictures.webp("VP8X", 16_384, 9_000), "image/webp"))).contains("8192");
  }

  @Test
  void all_forms_of_webp_a_data_uri_and_base64_in_lines_are_taken() {
    for (String form : List.of("VP8 ", "VP8L", "VP8X")) {
      acme.put("/api/v1/users/avatar", Pictures.json(herself, Pictures.webp(form, 640, 480), "image/webp")).is(200);
    }
    String lines = Base64.getMimeEncoder().encodeToString(Pictures.png(40, 40)).replace("\r\n", "\\r\\n");
    acme.put("/api/v1/users/avatar", """
        {%s, "avatar_base64": "data:image/png;base64,%s", "name": "x", "type": "image/png"}""".formatted(herself, lines))
        .is(200);
  }

  @Test
  void sizes_are_read_where_each_format_has_them() {
    assertThat(Picture.read(Pictures.png(7, 5))).contains(new Picture(Picture.Format.PNG, 7, 5));
    assertThat(Picture.read(Pictures.jpeg(7, 5))).contains(new Picture(Picture.Format.JPEG, 7, 5));
    for (String form : List.of("VP8 ", "VP8L", "VP8X")) {
      assertThat(Picture.read(Pictures.webp(form, 700, 500))).contains(new Picture(Picture.Format.WEBP, 700, 500));
    }
    byte[] endless = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, 0};
    assertThat(Picture.read(endless)).isEmpty();
    assertThat(Picture.read(new byte[0])).isEmpty();
  }

  private String problems(String body) {
    return acme.put("/api/v1/users/avatar", body).is(422).json().path("errors").toString();
  }

  private static HttpResponse<byte[]> fetch(Party party, String route, String... headers) throws Exception {
    String pair = Base64.getEncoder().encodeToString(("X:" + party.apiKey()).getBytes(StandardCharsets.UTF_8));
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(party.server().url() + route))
        .header("Authorization", "Basic " + pair);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
  }
}
