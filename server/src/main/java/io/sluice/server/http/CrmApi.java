package io.sluice.server.http;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Controller;

/** Routes below {@code /api/v1}, of the CRM contract and of our additions to it: errors read {@code {"message", "code", "errors"}} (crm 1.1). */
@Controller
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface CrmApi {}
