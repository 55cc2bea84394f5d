package io.sluice.server.http;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The pages mails link to. Each is a file that reads its token off its own address and calls the public API. */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {

  @Override
  public void addViewControllers(ViewControllerRegistry pages) {
    pages.addViewController("/").setViewName("forward:/index.html");
    pages.addViewController("/join/{token}").setViewName("forward:/join.html");
    pages.addViewController("/join-company/{code}").setViewName("forward:/join-company.html");
    pages.addViewController("/reset/{token}").setViewName("forward:/reset.html");
    pages.addViewController("/sign-in").setViewName("forward:/sign-in.html");
    pages.addViewController("/verify/{token}").setViewName("forward:/verify.html");
    pages.addViewController("/opt-out/{token}").setViewName("forward:/opt-out.html");
  }
}
