package io.dodil.buildsecrets.controller;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A run ended in a way that nobody foresaw. JOSDK tries again with back-off, and prints what it is
/// given: so it is given where it happened and kinds of exceptions, and nothing that one says.
final class RunFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RunFailed(RuntimeException failure) {
    super(kinds(failure));
    setStackTrace(failure.getStackTrace());
  }

  private static String kinds(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(10)
        .map(cause -> cause.getClass().getName())
        .collect(Collectors.joining(" < "));
  }

  /// Kinds, outermost first, and the innermost place.
  String summary() {
    var trace = getStackTrace();
    return getMessage() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
