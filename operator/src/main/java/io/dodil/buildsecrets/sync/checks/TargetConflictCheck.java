package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.ownership.Ownership;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// No other resource has proved that it owns the target.
public record TargetConflictCheck(Ownership ownership) implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return denial(subject.resource(), subject.candidates(), subject.now().wall()).map(Blocked::by);
  }

  /// The same for a resource of which nothing else is known.
  ///
  /// @param candidates the resources that name the same target
  public Optional<Denial> denial(Resource resource, List<Resource> candidates, Instant wallNow) {
    var spec = resource.spec();
    return ownership
        .targetOf(resource)
        .flatMap(target -> ownership.proven(target, candidates, wallNow))
        .filter(owner -> !owner.id().equals(resource.id()))
        .map(owner -> new Denial.TargetConflict(owner.id(), spec.organization(), spec.endpoint()));
  }
}
