package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Ownership;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Why a resource may not save, as far as the configuration and other resources say.
public final class Denials {

  private final Settings settings;
  private final Ownership ownership;

  public Denials(Settings settings, Ownership ownership) {
    this.settings = settings;
    this.ownership = ownership;
  }

  /// Whatever the configuration is.
  public static Optional<Denial> bySize(Candidate resource) {
    return resource.isTooLarge()
        ? Optional.of(new Denial.SpecTooLarge(JsonSize.LARGEST_SPEC))
        : Optional.empty();
  }

  public Optional<Denial> byConfiguration(Candidate resource) {
    return bySize(resource).or(() -> byEndpoint(resource));
  }

  private Optional<Denial> byEndpoint(Candidate resource) {
    var spec = resource.spec();
    var endpoint = settings.endpoint(spec.endpoint());
    if (endpoint.isEmpty()) {
      return Optional.of(new Denial.EndpointNotConfigured(spec.endpoint()));
    }
    if (spec.auth().clientCredentials() != null && endpoint.get().tokenUrl().isEmpty()) {
      return Optional.of(new Denial.TokenUrlNotConfigured(spec.endpoint()));
    }
    return settings.allows(spec.endpoint(), spec.organization(), resource.id().namespace())
        ? Optional.empty()
        : Optional.of(new Denial.OrganizationNotAllowed(spec.organization(), spec.endpoint()));
  }

  /// Another resource has proved that it owns the target.
  ///
  /// @param candidates the resources that name the same target
  public Optional<Denial> byOwner(Candidate resource, List<Candidate> candidates, Instant wallNow) {
    var spec = resource.spec();
    return ownership
        .targetOf(resource)
        .flatMap(target -> ownership.proven(target, candidates, wallNow))
        .filter(owner -> !owner.id().equals(resource.id()))
        .map(owner -> new Denial.TargetConflict(owner.id(), spec.organization(), spec.endpoint()));
  }
}
