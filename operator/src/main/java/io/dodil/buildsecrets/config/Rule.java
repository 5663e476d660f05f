package io.dodil.buildsecrets.config;

import java.util.Optional;
import java.util.function.Function;

/// What a value must be to become a `T`.
@FunctionalInterface
interface Rule<T> {

  Verdict<T> check(Yaml.Scalar value);

  /// Whether a value keeps the rule.
  sealed interface Verdict<T> {

    record Good<T>(T value) implements Verdict<T> {}

    /// The message continues the path: `must be ...`. It never quotes the value.
    record Bad<T>(String message) implements Verdict<T> {}

    static <T> Verdict<T> of(Optional<T> value, String otherwise) {
      return value.<Verdict<T>>map(Good::new).orElseGet(() -> new Bad<>(otherwise));
    }

    default <R> Verdict<R> then(Function<T, Verdict<R>> next) {
      return switch (this) {
        case Good<T>(var value) -> next.apply(value);
        case Bad<T>(var message) -> new Bad<>(message);
      };
    }
  }

  default <R> Rule<R> andThen(Function<T, Verdict<R>> next) {
    return value -> check(value).then(next);
  }

  /// An empty text is no value: the setting is off.
  default Rule<Optional<T>> orEmpty() {
    return value ->
        value.text().isEmpty()
            ? new Verdict.Good<>(Optional.empty())
            : check(value).then(good -> new Verdict.Good<>(Optional.of(good)));
  }
}
