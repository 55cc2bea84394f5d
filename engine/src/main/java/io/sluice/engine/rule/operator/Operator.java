package io.sluice.engine.rule.operator;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The operators of exchange 6.2. Each pair is one question and its negation; the negation is true exactly where the
 * question is false, also for a missing value.
 */
public enum Operator {
  IS_EQUAL_TO("is equal to", "be equal to", Question.EQUAL),
  IS_NOT_EQUAL_TO("is not equal to", "not be equal to", Question.EQUAL),
  IS_LESS_THAN("is less than", "be less than", Question.LESS),
  IS_LESS_THAN_OR_EQUAL_TO("is less than or equal to", "be less than or equal to", Question.LESS_OR_EQUAL),
  IS_GREATER_THAN("is greater than", "be greater than", Question.GREATER),
  IS_GREATER_THAN_OR_EQUAL_TO(
      "is greater than or equal to", "be greater than or equal to", Question.GREATER_OR_EQUAL),
  IS_BETWEEN("is between", "be between", Question.BETWEEN),
  IS_NOT_BETWEEN("is not between", "not be between", Question.BETWEEN),
  IS_INCLUDED_IN("is included in", "be included in", Question.INCLUDED),
  IS_NOT_INCLUDED_IN("is not included in", "not be included in", Question.INCLUDED),
  INCLUDES("includes", "include", Question.INCLUDES),
  DOES_NOT_INCLUDE("does not include", "not include", Question.INCLUDES),
  MATCHES_PATTERN("matches pattern", "match pattern", Question.MATCHES),
  DOES_NOT_MATCH_PATTERN("does not match pattern", "not match pattern", Question.MATCHES),
  IS_BLANK("is blank", "be blank", Question.BLANK),
  IS_NOT_BLANK("is not blank", "not be blank", Question.BLANK),
  IS_TRUE("is true", "be true", Question.TRUE),
  IS_NOT_TRUE("is not true", "not be true", Question.TRUE),
  IS_FALSE("is false", "be false", Question.FALSE),
  IS_NOT_FALSE("is not false", "not be false", Question.FALSE),
  FORMAT_IS_VALID("format is valid", "be valid", Question.VALID),
  FORMAT_IS_INVALID("format is invalid", "be invalid", Question.VALID),
  IS_OBSCENE("is obscene", "be obscene", Question.OBSCENE),
  IS_NOT_OBSCENE("is not obscene", "not be obscene", Question.OBSCENE);

  private static final Map<String, Operator> BY_LABEL =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Operator::label, Function.identity()));

  private final String label;
  private final String infinitive;
  private final Question question;

  Operator(String label, String infinitive, Question question) {
    this.label = label;
    this.infinitive = infinitive;
    this.question = question;
  }

  /** Empty for a text that is no operator. */
  public static Optional<Operator> labelled(String label) {
    return Optional.ofNullable(BY_LABEL.get(label));
  }

  /** The contract's words. */
  public String label() {
    return label;
  }

  /** Whether a right-hand value is needed. */
  public boolean isBinary() {
    return question.isBinary();
  }

  public Question question() {
    return question;
  }

  public boolean isNegation() {
    return switch (this) {
      case IS_NOT_EQUAL_TO, IS_NOT_BETWEEN, IS_NOT_INCLUDED_IN, DOES_NOT_INCLUDE, DOES_NOT_MATCH_PATTERN,
          IS_NOT_BLANK, IS_NOT_TRUE, IS_NOT_FALSE, FORMAT_IS_INVALID, IS_NOT_OBSCENE -> true;
      case IS_EQUAL_TO, IS_LESS_THAN, IS_LESS_THAN_OR_EQUAL_TO, IS_GREATER_THAN, IS_GREATER_THAN_OR_EQUAL_TO,
          IS_BETWEEN, IS_INCLUDED_IN, INCLUDES, MATCHES_PATTERN, IS_BLANK, IS_TRUE, IS_FALSE, FORMAT_IS_VALID,
          IS_OBSCENE -> false;
    };
  }

  /** The operator that holds where this one does not, missing values aside. */
  public Operator opposite() {
    return switch (this) {
      case IS_EQUAL_TO -> IS_NOT_EQUAL_TO;
      case IS_NOT_EQUAL_TO -> IS_EQUAL_TO;
      case IS_LESS_THAN -> IS_GREATER_THAN_OR_EQUAL_TO;
      case IS_LESS_THAN_OR_EQUAL_TO -> IS_GREATER_THAN;
      case IS_GREATER_THAN -> IS_LESS_THAN_OR_EQUAL_TO;
      case IS_GREATER_THAN_OR_EQUAL_TO -> IS_LESS_THAN;
      case IS_BETWEEN -> IS_NOT_BETWEEN;
      case IS_NOT_BETWEEN -> IS_BETWEEN;
      case IS_INCLUDED_IN -> IS_NOT_INCLUDED_IN;
      case IS_NOT_INCLUDED_IN -> IS_INCLUDED_IN;
      case INCLUDES -> DOES_NOT_INCLUDE;
      case DOES_NOT_INCLUDE -> INCLUDES;
      case MATCHES_PATTERN -> DOES_NOT_MATCH_PATTERN;
      case DOES_NOT_MATCH_PATTERN -> MATCHES_PATTERN;
      case IS_BLANK -> IS_NOT_BLANK;
      case IS_NOT_BLANK -> IS_BLANK;
      case IS_TRUE -> IS_NOT_TRUE;
      case IS_NOT_TRUE -> IS_TRUE;
      case IS_FALSE -> IS_NOT_FALSE;
      case IS_NOT_FALSE -> IS_FALSE;
      case FORMAT_IS_VALID -> FORMAT_IS_INVALID;
      case FORMAT_IS_INVALID -> FORMAT_IS_VALID;
      case IS_OBSCENE -> IS_NOT_OBSCENE;
      case IS_NOT_OBSCENE -> IS_OBSCENE;
    };
  }

  /** The left side as written, "must", the operator as an infinitive, the right side (exchange 3.6). */
  public String failure(String lhv, String rhv) {
    String subject = question == Question.VALID ? lhv + " format" : lhv;
    return subject + " must " + infinitive + (isBinary() ? " " + rhv : "");
  }
}
