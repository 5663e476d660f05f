package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Problem;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/// What came of looking for something that a spec references. Absent and flawed are kept apart
/// because `optional` forgives the one and not the other.
sealed interface Found<T> {

  record Present<T>(T value) implements Found<T> {}

  /// It is not there; the problems say so where it isn't optional.
  record Absent<T>(List<Problem> problems) implements Found<T> {}

  /// It is there and of no use.
  record Flawed<T>(List<Problem> problems) implements Found<T> {}

  static <T> Found<T> present(T value) {
    return new Present<>(value);
  }

  static <T> Found<T> absent(Problem problem) {
    return new Absent<>(List.of(problem));
  }

  static <T> Found<T> flawed(Problem problem) {
    return new Flawed<>(List.of(problem));
  }

  default <R> Found<R> then(Function<T, Found<R>> next) {
    return switch (this) {
      case Present<T>(var value) -> next.apply(value);
      case Absent<T>(var problems) -> new Absent<>(problems);
      case Flawed<T>(var problems) -> new Flawed<>(problems);
    };
  }

  /// With that problem where it is absent.
  default Found<T> orAbsent(Problem problem) {
    return this instanceof Absent ? absent(problem) : this;
  }

  /// Both, or all their problems. Half a login is a flaw: only where both are absent is the pair.
  default <U, R> Found<R> and(Found<U> other, BiFunction<T, U, R> combine) {
    if (this instanceof Present<T>(var mine) && other instanceof Present<U>(var theirs)) {
      return present(combine.apply(mine, theirs));
    }
    var problems = Stream.concat(problems().stream(), other.problems().stream()).toList();
    return this instanceof Absent && other instanceof Absent
        ? new Absent<>(problems)
        : new Flawed<>(problems);
  }

  default List<Problem> problems() {
    return switch (this) {
      case Present<T> _ -> List.of();
      case Absent<T>(var problems) -> problems;
      case Flawed<T>(var problems) -> problems;
    };
  }
}
