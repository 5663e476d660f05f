package io.dodil.buildsecrets.sync.checks;

import java.util.Optional;

/// No back-off is in force, or something has changed since the attempt that it follows.
record BackOffCheck() implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return subject
        .state()
        .unaccepted()
        .filter(a -> a.holds(subject.resource(), subject.cached(), subject.now().monotonic()))
        .map(attempt -> Blocked.until(attempt.retryAt(), attempt.deferred()));
  }
}
