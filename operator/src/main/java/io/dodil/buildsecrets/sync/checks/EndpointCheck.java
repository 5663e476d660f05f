package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import java.util.Optional;

/// The endpoint is configured, with a token URL if client credentials need one.
public record EndpointCheck() implements Check {

  @Override
  public Optional<Blocked> check(Subject subject) {
    return denial(subject.resource(), subject.endpoint()).map(Blocked::by);
  }

  /// The same for a resource of which nothing else is known.
  ///
  /// @param endpoint empty when it is not configured
  public static Optional<Denial> denial(Resource resource, Optional<Endpoint> endpoint) {
    var spec = resource.spec();
    if (endpoint.isEmpty()) {
      return Optional.of(new Denial.EndpointNotConfigured(spec.endpoint()));
    }
    return spec.auth().clientCredentials() != null && endpoint.get().tokenUrl().isEmpty()
        ? Optional.of(new Denial.TokenUrlNotConfigured(spec.endpoint()))
        : Optional.empty();
  }
}
