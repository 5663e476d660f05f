package io.dodil.buildsecrets.sync.checks;

import java.util.Optional;

/// One precondition of an attempt. It makes no call and changes nothing.
public interface Check {

  /// Empty when it holds.
  Optional<Blocked> check(Subject subject);
}
