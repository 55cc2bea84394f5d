package io.sluice.server.flow.field;

import io.sluice.server.account.Subscriber;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.List;
import java.util.function.Function;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** {@code /fields} (exchange 10). */
@ExchangeApi
class FieldApi {

  private final Fields fields;

  FieldApi(Fields fields) {
    this.fields = fields;
  }

  @GetMapping("/fields")
  Answer<List<Field>> list(Subscriber caller) {
    return Answer.ok(fields.of(caller.account()));
  }

  @GetMapping("/fields/{id}")
  Answer<Field> show(Subscriber caller, @PathVariable String id) {
    return Answer.ok(fields.visible(caller.account(), id), Function.identity());
  }
}
