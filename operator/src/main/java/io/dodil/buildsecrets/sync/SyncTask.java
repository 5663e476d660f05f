package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.CredentialRef;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.ownership.RetryAfterHolds;
import java.util.Optional;

/// An attempt that may begin: all that is known before anything is read.
///
/// @param cached versions of the referenced Secrets as the watch has them
public record SyncTask(Resource resource, Endpoint endpoint, Target target, SecretVersions cached) {

  /// Present for credentials that are exchanged for tokens.
  public Optional<CredentialRef> credentialRef() {
    var auth = resource.spec().auth();
    if (auth.clientCredentials() == null) {
      return Optional.empty();
    }
    var account = auth.clientCredentials();
    return endpoint
        .tokenUrl()
        .map(
            url ->
                new CredentialRef(
                    url,
                    endpoint.tokenScope(),
                    resource.id().namespace(),
                    account.secretRef().name(),
                    account.idKey(),
                    account.secretKey()));
  }

  /// What a Retry-After of this credential holds back.
  public RetryAfterHolds.Key holdKey() {
    var auth = resource.spec().auth();
    return new RetryAfterHolds.Key(
        endpoint.name(), resource.id().namespace(), auth.secretName().orElse(""), auth.keys());
  }

  /// An attempt of the resource at the endpoint that it names.
  public static SyncTask of(Resource resource, Endpoint endpoint, SecretVersions cached) {
    return new SyncTask(
        resource, endpoint, endpoint.target(resource.spec().organization()), cached);
  }

  SyncTask with(Resource live) {
    return new SyncTask(live, endpoint, target, cached);
  }
}
