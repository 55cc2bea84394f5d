package io.sluice.server.http;

import java.util.List;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/** How Spring MVC speaks here: snake_case JSON, RFC 3339 times, our answers, and arguments that carry authority. */
@Configuration(proxyBeanMethods = false)
class Web implements WebMvcConfigurer {

  private final JsonMapper json;
  private final Dialects dialects;
  private final List<HandlerMethodArgumentResolver> authorities;

  Web(JsonMapper json, Dialects dialects, List<HandlerMethodArgumentResolver> authorities) {
    this.json = json;
    this.dialects = dialects;
    this.authorities = authorities;
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.addAll(authorities);
  }

  @Override
  public void addReturnValueHandlers(List<HandlerMethodReturnValueHandler> handlers) {
    handlers.add(new AnswerWriter(json, dialects));
  }

  @Configuration(proxyBeanMethods = false)
  static class Addresses {

    /** Escaped slashes reach the firewall behind Tomcat, which knows where one may be part of a value. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> escapedSlashes() {
      return tomcat -> tomcat.addConnectorCustomizers(connector ->
          connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue()));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Bodies {

    /** No route takes a form, and the container would read one past every limit of ours to look for parameters. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> formsUnread() {
      return tomcat -> tomcat.addConnectorCustomizers(connector -> connector.setParseBodyMethods(""));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Errors {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> containerErrors(Dialects dialects) {
      return tomcat -> tomcat.addContextCustomizers(context ->
          context.getParent().getPipeline().addValve(new ContainerErrors(dialects)));
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Json {

    @Bean
    JsonMapperBuilderCustomizer contractJson() {
      return builder -> builder
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          // The contract check has named unknown properties already; what reaches a record may be more than it reads.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    }
  }
}
