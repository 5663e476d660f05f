package io.dodil.buildsecrets.resolve;

import io.dodil.buildsecrets.model.Payload;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Sensitive;
import java.util.List;

/// What came of resolving a spec: all of it or nothing.
public sealed interface Resolution {

  /// The whole set.
  ///
  /// @param body the payload's canonical JSON
  record Resolved(Payload payload, Sensitive body) implements Resolution {}

  /// Why there is none.
  ///
  /// @param problems all of them, in spec order
  record Unresolved(List<Problem> problems) implements Resolution {

    public Unresolved {
      problems = List.copyOf(problems);
    }
  }
}
