package io.dodil.buildsecrets.testkit;

import io.dodil.buildsecrets.api.v1alpha1.Auth;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecret;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSource;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.GitCredentials;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredentialsSource;
import io.dodil.buildsecrets.api.v1alpha1.SecretKeyRef;
import io.dodil.buildsecrets.api.v1alpha1.SecretRef;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A spec: client credentials in Secret "dodil" for organization acme at staging, and nothing to
/// save yet.
public final class SpecBuilder {

  private String endpoint = "staging";
  private String organization = "acme";
  private Auth auth =
      new Auth(new Auth.ClientCredentials(new Auth.AuthSecretRef("dodil"), null, null), null);
  private @Nullable GitCredentials git;
  private final List<RegistryCredentialsSource> dockerConfigs = new ArrayList<>();
  private final List<BuildSecret> buildSecrets = new ArrayList<>();
  private final List<BuildSecretsSource> sources = new ArrayList<>();
  private @Nullable Boolean suspend;

  public static SpecBuilder of(BuildSecretsSpec spec) {
    var builder = new SpecBuilder();
    builder.endpoint = spec.endpoint();
    builder.organization = spec.organization();
    builder.auth = spec.auth();
    builder.git = spec.gitCredentials();
    builder.dockerConfigs.addAll(spec.registryCredentialsFrom());
    builder.buildSecrets.addAll(spec.buildSecrets());
    builder.sources.addAll(spec.buildSecretsFrom());
    builder.suspend = spec.suspend();
    return builder;
  }

  public SpecBuilder endpoint(String name) {
    endpoint = name;
    return this;
  }

  public SpecBuilder organization(String name) {
    organization = name;
    return this;
  }

  /// A ready-made token in key "token" of that Secret.
  public SpecBuilder token(String secret) {
    auth = new Auth(null, new Auth.Token(new Auth.AuthSecretKeyRef(secret, "token")));
    return this;
  }

  public SpecBuilder clientCredentials(String secret) {
    auth = new Auth(new Auth.ClientCredentials(new Auth.AuthSecretRef(secret), null, null), null);
    return this;
  }

  /// A service account in those keys of that Secret.
  public SpecBuilder account(String secret, String idKey, String secretKey) {
    auth =
        new Auth(
            new Auth.ClientCredentials(new Auth.AuthSecretRef(secret), idKey, secretKey), null);
    return this;
  }

  public SpecBuilder git(String secret) {
    git = new GitCredentials(new SecretRef(secret, null), null, null, null);
    return this;
  }

  /// All registries of a docker config.
  public SpecBuilder docker(String secret) {
    dockerConfigs.add(new RegistryCredentialsSource(new SecretRef(secret, null), List.of()));
    return this;
  }

  public SpecBuilder buildSecret(String name, String secret, String key) {
    buildSecrets.add(new BuildSecret(name, new SecretKeyRef(secret, key, null)));
    return this;
  }

  public SpecBuilder optional(String name, String secret, String key) {
    buildSecrets.add(new BuildSecret(name, new SecretKeyRef(secret, key, true)));
    return this;
  }

  public SpecBuilder from(String secret) {
    sources.add(new BuildSecretsSource(null, new SecretRef(secret, null), List.of()));
    return this;
  }

  public SpecBuilder nothing() {
    buildSecrets.clear();
    sources.clear();
    git = null;
    return this;
  }

  public SpecBuilder suspended() {
    suspend = true;
    return this;
  }

  public SpecBuilder resumed() {
    suspend = null;
    return this;
  }

  public BuildSecretsSpec build() {
    return new BuildSecretsSpec(
        endpoint,
        organization,
        auth,
        List.of(),
        dockerConfigs,
        git,
        buildSecrets,
        sources,
        suspend);
  }
}
