package io.sluice.server.flow.field;

import io.sluice.engine.type.Component;
import io.sluice.engine.type.FieldType;
import io.sluice.engine.type.FieldTypes;
import io.sluice.server.account.Member;
import io.sluice.server.http.Answer;
import io.sluice.server.http.ExchangeApi;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;

/** {@code /types}: the types fields can have, the same for everybody (exchange 9.3). */
@ExchangeApi
class TypeApi {

  record TypeJson(String name, boolean maskable, List<Component> components, List<String> operators) {

    static TypeJson of(FieldType type) {
      return new TypeJson(type.name(), type.maskable(), type.components(), type.operators());
    }
  }

  @GetMapping("/types")
  Answer<List<TypeJson>> list(Member caller) {
    return Answer.ok(FieldTypes.all().stream().map(TypeJson::of).toList());
  }
}
