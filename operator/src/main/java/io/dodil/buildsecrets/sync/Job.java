package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.CredentialRef;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Gates;
import java.util.Optional;

/// A run that may go on: all that is known before anything is read.
///
/// @param cached versions of the referenced Secrets as the watch has them
record Job(Candidate resource, Endpoint endpoint, Target target, SecretVersions cached) {

  /// Present for credentials that are exchanged for tokens.
  Optional<CredentialRef> credentialRef() {
    var auth = resource.spec().auth();
    if (auth.clientCredentials() == null) {
      return Optional.empty();
    }
    var secret = auth.clientCredentials().secretRef().name();
    return endpoint
        .tokenUrl()
        .map(url -> new CredentialRef(url, resource.id().namespace(), secret));
  }

  Gates.Key gate() {
    return new Gates.Key(
        endpoint.name(), resource.id().namespace(), resource.spec().auth().secretName().orElse(""));
  }

  Job with(Candidate live) {
    return new Job(live, endpoint, target, cached);
  }
}
