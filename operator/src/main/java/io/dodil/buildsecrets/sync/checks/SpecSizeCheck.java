package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import java.util.Optional;

/// The spec is no larger than what is kept of one.
public record SpecSizeCheck() implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return denial(subject.resource()).map(Blocked::by);
  }

  /// The same for a resource of which nothing else is known.
  public static Optional<Denial> denial(Resource resource) {
    return resource.isTooLarge()
        ? Optional.of(new Denial.SpecTooLarge(JsonSize.LARGEST_SPEC))
        : Optional.empty();
  }
}
