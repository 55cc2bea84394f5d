package io.sluice.server.list.module;

import io.sluice.server.list.module.ListAction.Action;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ListModuleConfiguration {

  @Bean
  ListAction queryItem(ListCalls calls) {
    return new ListAction(Action.QUERY_ITEM, calls);
  }

  @Bean
  ListAction addItem(ListCalls calls) {
    return new ListAction(Action.ADD_ITEM, calls);
  }

  @Bean
  ListAction deleteItem(ListCalls calls) {
    return new ListAction(Action.DELETE_ITEM, calls);
  }

  @Bean
  IsUnique isUnique(ListCalls calls) {
    return new IsUnique(calls);
  }
}
