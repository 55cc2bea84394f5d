package io.sluice.badsample;

import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.Map;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** Public, open to all without saying so, answers a map and takes a body as it comes. */
@ExchangeApi
public class LooseApi {

  @PostMapping("/loose")
  Answer<Map<String, String>> loose(@RequestBody String body) {
    return Answer.ok(Map.of("body", body));
  }
}
