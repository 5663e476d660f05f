package io.dodil.buildsecrets.sync.retry;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Resource;
import java.util.Optional;

/// Tells whether two attempts of a resource wanted to send the same, for the same reason.
///
/// @param save empty when it is not known what was to be sent
public record SaveInputs(
    long generation, Optional<String> syncRequest, Optional<Fingerprint> save) {

  public static SaveInputs of(Resource resource, Optional<Fingerprint> save) {
    return new SaveInputs(resource.generation(), resource.syncRequest(), save);
  }

  /// Whether the spec is the same, and no new sync was requested.
  boolean isOfSameSpec(SaveInputs other) {
    return generation == other.generation && syncRequest.equals(other.syncRequest);
  }
}
