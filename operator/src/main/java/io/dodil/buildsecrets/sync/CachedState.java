package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.target.Candidate;
import java.util.Collection;
import java.util.List;

/// What the watches know: quick to ask, and possibly a moment old.
public interface CachedState {

  /// Of those named Secrets that exist.
  SecretVersions versions(String namespace, Collection<String> names);

  /// Of the Secrets that a resource references.
  default SecretVersions versions(Candidate resource) {
    return versions(resource.id().namespace(), resource.spec().secrets());
  }

  /// The resources that name the target.
  List<Candidate> candidates(Target target);
}
