package io.dodil.buildsecrets.plan;

import java.util.List;

/// What the API server says of a resource that is not in it (a dry run).
public sealed interface Validation {

  /// It is in the cluster already, or would be let in.
  record Passed() implements Validation {}

  /// It would not be let in.
  record Refused(List<String> sentences) implements Validation {

    public Refused {
      sentences = List.copyOf(sentences);
    }
  }

  /// It could not be asked.
  record Unasked(Gap why) implements Validation {}
}
