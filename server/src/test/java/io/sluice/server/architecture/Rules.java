package io.sluice.server.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.sluice.server.delivery.door.OutboundDoor;
import io.sluice.server.http.Authority;
import io.sluice.server.http.ConsoleApi;
import io.sluice.server.http.CrmApi;
import io.sluice.server.http.ExchangeApi;
import io.sluice.server.http.OpenToAll;
import io.sluice.server.kernel.AccountId;
import io.sluice.server.kernel.Notice;
import io.sluice.server.kernel.WithoutAccount;
import java.net.URL;
import java.net.URLConnection;
import java.net.http.HttpClient;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestOperations;

/** The rules of the house that class files can show. Each is applied to the product, and to a bad sample that must be told. */
final class Rules {

  private static final Set<String> RAW =
      Set.of(String.class.getName(), byte[].class.getName(), "java.util.Map", "java.io.InputStream");

  static final ArchRule STORES_AND_APIS_ARE_PACKAGE_PRIVATE = classes()
      .that().haveSimpleNameEndingWith("Store").or().haveSimpleNameEndingWith("Api").and().areTopLevelClasses()
      .and().areNotAnnotations()
      .should().bePackagePrivate();

  /** A configuration may hand the client to a store it makes. */
  static final ArchRule SQL_LIVES_IN_STORES = noClasses()
      .that().haveSimpleNameNotEndingWith("Store").and().haveSimpleNameNotEndingWith("Configuration")
      .should().dependOnClassesThat().areAssignableTo(JdbcClient.class)
      .orShould().dependOnClassesThat().areAssignableTo(JdbcOperations.class);

  static final ArchRule STORE_METHODS_NAME_THE_ACCOUNT = methods()
      .that().areDeclaredInClassesThat().haveSimpleNameEndingWith("Store")
      .and().areDeclaredInClassesThat().areTopLevelClasses()
      .and().areNotPrivate().and().areNotStatic()
      .should(new ArchCondition<>("take AccountId first, or say what stands in its place") {
        @Override
        public void check(JavaMethod method, ConditionEvents events) {
          List<JavaClass> parameters = method.getRawParameterTypes();
          boolean named = !parameters.isEmpty() && parameters.getFirst().isEquivalentTo(AccountId.class);
          boolean excused = method.isAnnotatedWith(WithoutAccount.class)
              || method.getOwner().isAnnotatedWith(WithoutAccount.class);
          if (!named && !excused && !method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            events.add(SimpleConditionEvent.violated(method, method.getFullName() + " names no account"));
          }
        }
      });

  static final ArchRule NO_TRANSACTION_AROUND_A_CALL = classes()
      .that(new DescribedPredicate<>("have transactional methods") {
        @Override
        public boolean test(JavaClass type) {
          return type.isAnnotatedWith(Transactional.class)
              || type.getMethods().stream().anyMatch(method -> method.isAnnotatedWith(Transactional.class));
        }
      })
      .should(new ArchCondition<>("reach no outbound call") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
          if (type.getTransitiveDependenciesFromSelf().stream()
              .anyMatch(dependency -> dependency.getTargetClass().isEquivalentTo(OutboundDoor.class))) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " reaches the door out"));
          }
        }
      });

  /**
   * Who speaks HTTP: to addresses that accounts name, the door; to those that the operator names, the bucket of files and
   * sign-in; to the server itself, what tries it, trains it and tells its story.
   */
  private static final Set<String> SPEAK_HTTP = Set.of(
      "io.sluice.server.crm.file.BucketStorage", "io.sluice.server.account.provider.OidcLogin",
      "io.sluice.server.cli.PractiseLeads", "io.sluice.server.cli.Train",
      "io.sluice.server.demo.Actor", "io.sluice.server.demo.LoopStory", "io.sluice.server.demo.Story");

  static final ArchRule WHO_SPEAKS_HTTP_IS_NAMED = noClasses()
      .that(new DescribedPredicate<>("are not named as speaking HTTP") {
        @Override
        public boolean test(JavaClass type) {
          return !type.getPackageName().equals(OutboundDoor.class.getPackageName())
              && !SPEAK_HTTP.contains(type.getName().replaceFirst("\\$.*", ""));
        }
      })
      .should().dependOnClassesThat().areAssignableTo(HttpClient.class)
      .orShould().dependOnClassesThat().areAssignableTo(URLConnection.class)
      .orShould().dependOnClassesThat().areAssignableTo(RestClient.class)
      .orShould().dependOnClassesThat().areAssignableTo(RestOperations.class)
      .orShould().dependOnClassesThat().areAssignableTo(ClientHttpRequestFactory.class)
      .orShould().dependOnClassesThat().resideInAPackage("org.apache.hc.client5..")
      .orShould().callMethod(URL.class, "openStream").orShould().callMethod(URL.class, "openConnection");

  private static final DescribedPredicate<JavaMethod> ROUTES = new DescribedPredicate<>("are routes") {
    @Override
    public boolean test(JavaMethod method) {
      return method.getOwner().isAnnotatedWith(ExchangeApi.class) && mapped(method)
          || method.getOwner().isAnnotatedWith(ConsoleApi.class) && mapped(method)
          || method.getOwner().isAnnotatedWith(CrmApi.class) && mapped(method);
    }

    private boolean mapped(JavaMethod method) {
      return method.isMetaAnnotatedWith(RequestMapping.class);
    }
  };

  static final ArchRule ROUTES_SAY_WHO_MAY_CALL_THEM = methods().that(ROUTES)
      .should(new ArchCondition<>("take an Authority, or be open to all in so many words") {
        @Override
        public void check(JavaMethod route, ConditionEvents events) {
          boolean asks = route.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(Authority.class));
          if (asks == route.isAnnotatedWith(OpenToAll.class)) {
            events.add(SimpleConditionEvent.violated(route, route.getFullName() + " does not say who may call it"));
          }
        }
      });

  static final ArchRule ROUTES_SPEAK_IN_RECORDS = methods().that(ROUTES)
      .should(new ArchCondition<>("return no Map and bind no raw body") {
        @Override
        public void check(JavaMethod route, ConditionEvents events) {
          if (mentionsMap(route.getReturnType())) {
            events.add(SimpleConditionEvent.violated(route, route.getFullName() + " answers a map"));
          }
          for (JavaParameter parameter : route.getParameters()) {
            if (parameter.isAnnotatedWith(RequestBody.class) && RAW.contains(parameter.getRawType().getName())) {
              events.add(SimpleConditionEvent.violated(route, route.getFullName() + " takes a body as it comes"));
            }
          }
        }

        private boolean mentionsMap(JavaType type) {
          return type.getAllInvolvedRawTypes().stream().anyMatch(raw -> raw.isEquivalentTo(Map.class));
        }
      });

  private Rules() {}

  /** The notices nobody listens to. */
  static Set<String> unheard(JavaClasses all) {
    Set<String> notices = all.stream()
        .filter(type -> type.isAssignableTo(Notice.class) && !type.isInterface())
        .map(JavaClass::getName).collect(Collectors.toCollection(HashSet::new));
    for (JavaClass type : all) {
      for (JavaMethod method : type.getMethods()) {
        if (listens(method)) {
          method.getRawParameterTypes().forEach(heard -> notices.remove(heard.getName()));
        }
      }
    }
    return notices;
  }

  private static boolean listens(JavaMethod method) {
    return method.getAnnotations().stream().map(JavaAnnotation::getRawType)
        .anyMatch(type -> type.isEquivalentTo(EventListener.class) || type.isEquivalentTo(TransactionalEventListener.class));
  }
}
