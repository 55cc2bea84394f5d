package io.sluice.server;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
public class Sluice {

  public static void main(String[] args) {
    SpringApplication.run(Sluice.class, args);
  }
}
