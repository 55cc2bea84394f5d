package io.sluice.engine.template;

import org.jspecify.annotations.Nullable;

/** What stands between braces: something that has a value in a scope. */
sealed interface Expression {

  /** Null when there is none: a missing variable, or a helper that had nothing to work on. */
  @Nullable Object value(Vars vars);

  record Constant(Object constant) implements Expression {
    @Override
    public Object value(Vars vars) {
      return constant;
    }
  }

  record Variable(VarPath path) implements Expression {
    @Override
    public @Nullable Object value(Vars vars) {
      return vars.get(path);
    }
  }

  record Call(Function function) implements Expression {
    @Override
    public @Nullable Object value(Vars vars) {
      return function.value(vars);
    }
  }

  /** A helper with its arguments already bound. */
  @FunctionalInterface
  interface Function {
    @Nullable Object value(Vars vars);
  }
}
