package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import java.util.Optional;

/// The resource's namespace may save to the organization.
public record OrganizationCheck(Settings settings) implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return denial(subject.resource()).map(Blocked::by);
  }

  /// The same for a resource of which nothing else is known.
  public Optional<Denial> denial(Resource resource) {
    var spec = resource.spec();
    return settings.allows(spec.endpoint(), spec.organization(), resource.id().namespace())
        ? Optional.empty()
        : Optional.of(new Denial.OrganizationNotAllowed(spec.organization(), spec.endpoint()));
  }
}
