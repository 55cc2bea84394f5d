package io.sluice.server.event.count;

import io.sluice.engine.template.Vars;
import java.math.BigDecimal;

/**
 * An event, or as many equal ones as leads ran alike.
 *
 * @param properties those that were asked for, and some more
 * @param cost of all of them, US dollars; below zero where money is given back
 * @param revenue of all of them
 */
public record CountedEvent(Vars properties, String type, BigDecimal cost, BigDecimal revenue) {}
