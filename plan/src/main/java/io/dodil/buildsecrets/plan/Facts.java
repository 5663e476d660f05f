package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.Resource;
import java.util.Optional;

/// Everything that a plan is made from.
///
/// @param resource as it is to be, with the status of the one in the cluster
/// @param live the one in the cluster
public record Facts(
    Resource resource,
    Live live,
    SecretFacts secrets,
    Others others,
    Validation validation,
    TokenCheck token) {

  /// The same with an answer of the token endpoint.
  public Facts with(TokenCheck checked) {
    return new Facts(resource, live, secrets, others, validation, checked);
  }

  /// What is known of the resource in the cluster.
  public sealed interface Live {

    record Found(Resource resource) implements Live {}

    record Absent() implements Live {}

    /// The caller may not see it.
    record Hidden() implements Live {}

    /// Empty also where it is not known.
    default Optional<Resource> found() {
      return this instanceof Found(var resource) ? Optional.of(resource) : Optional.empty();
    }
  }
}
