package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.SelectableField;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What to save, where, for whom, and by which credential. References per resource: 1 auth + 1 git
/// + 32 registries + 10 docker configs + 64 build secrets + 20 imports = 128.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value =
        "has(self.gitCredentials) || (has(self.registryCredentials) &&"
            + " size(self.registryCredentials) > 0) || (has(self.registryCredentialsFrom) &&"
            + " size(self.registryCredentialsFrom) > 0) || (has(self.buildSecrets) &&"
            + " size(self.buildSecrets) > 0) || (has(self.buildSecretsFrom) &&"
            + " size(self.buildSecretsFrom) > 0)",
    message =
        "nothing to save: set at least one of registryCredentials, registryCredentialsFrom,"
            + " gitCredentials, buildSecrets, buildSecretsFrom")
public record BuildSecretsSpec(
    @JsonPropertyDescription(
            "Name of an endpoint in the operator's configuration, such as staging. Never a URL.")
        @Required
        @Size(min = 1, max = 63)
        @ValidationRule(
            value = "self.matches('^[a-z0-9]([-a-z0-9]*[a-z0-9])?$')",
            message =
                "an endpoint is named as in the operator's configuration, by lower-case letters,"
                    + " digits and '-', such as staging; a URL does not work here")
        @SelectableField
        String endpoint,
    @JsonPropertyDescription(
            "Name of the organization whose build credentials this resource owns as a whole: a save"
                + " removes what is not listed here. Nothing is sent with a token that names"
                + " another organization, nor with one that names none, unless the operator's"
                + " configuration says organizationCheck: ifNamed.")
        @Required
        @Size(min = 1, max = 253)
        @ValidationRule(value = Names.PRINTABLE, message = Names.ORGANIZATION_SAYS)
        @SelectableField
        String organization,
    @JsonPropertyDescription("Credential for the API: exactly one of clientCredentials and token.")
        @Required
        Auth auth,
    @JsonPropertyDescription("Logins for registries, each from one Secret. At most 32.")
        @Size(max = 32)
        List<RegistryCredential> registryCredentials,
    @JsonPropertyDescription(
            "Logins from docker configs: all entries, or the listed ones. At most 10. An entry of"
                + " registryCredentials for the same registry wins.")
        @Size(max = 10)
        List<RegistryCredentialsSource> registryCredentialsFrom,
    @JsonPropertyDescription(
            "Login for cloning private Git repositories: a user name and an access token.")
        @Nullable GitCredentials gitCredentials,
    @JsonPropertyDescription("Build arguments, each from one key of a Secret. At most 64.")
        @Size(max = 64)
        List<BuildSecret> buildSecrets,
    @JsonPropertyDescription(
            "Build arguments from whole Secrets, as a container's envFrom. At most 20. An entry of"
                + " buildSecrets with the same name wins.")
        @Size(max = 20)
        List<BuildSecretsSource> buildSecretsFrom,
    @JsonPropertyDescription(
            "true: make no calls until this field is removed. What the organization holds stays as"
                + " it is.")
        @Nullable Boolean suspend) {

  public BuildSecretsSpec {
    registryCredentials = Lists.orEmpty(registryCredentials);
    registryCredentialsFrom = Lists.orEmpty(registryCredentialsFrom);
    buildSecrets = Lists.orEmpty(buildSecrets);
    buildSecretsFrom = Lists.orEmpty(buildSecretsFrom);
  }

  @JsonIgnore
  public boolean isSuspended() {
    return Boolean.TRUE.equals(suspend);
  }

  /// Names of the Secrets that the request is made from, the credential's not among them unless it
  /// is referenced for its content too.
  public NavigableSet<String> payloadSecrets() {
    var names = new TreeSet<String>();
    registryCredentials.forEach(r -> names.add(r.secretRef().name()));
    registryCredentialsFrom.forEach(r -> names.add(r.secretRef().name()));
    Stream.ofNullable(gitCredentials).forEach(g -> names.add(g.secretRef().name()));
    buildSecrets.forEach(b -> names.add(b.secretKeyRef().name()));
    buildSecretsFrom.forEach(b -> names.add(b.secretRef().name()));
    return names;
  }

  /// Names of all Secrets that this spec references, the credential's included.
  public NavigableSet<String> secrets() {
    var names = payloadSecrets();
    auth.secretName().ifPresent(names::add);
    return names;
  }

  /// Whether it names a Secret that may be absent.
  public boolean hasOptionalSecrets() {
    return Stream.of(
            registryCredentials.stream().map(r -> r.secretRef().mayBeAbsent()),
            registryCredentialsFrom.stream().map(r -> r.secretRef().mayBeAbsent()),
            Stream.ofNullable(gitCredentials).map(g -> g.secretRef().mayBeAbsent()),
            buildSecrets.stream().map(b -> b.secretKeyRef().mayBeAbsent()),
            buildSecretsFrom.stream().map(b -> b.secretRef().mayBeAbsent()))
        .flatMap(optional -> optional)
        .anyMatch(optional -> optional);
  }

  /// Whether nothing but `suspend` differs.
  public boolean sameButSuspend(BuildSecretsSpec other) {
    return Objects.equals(resumed(), other.resumed());
  }

  private BuildSecretsSpec resumed() {
    return new BuildSecretsSpec(
        endpoint,
        organization,
        auth,
        registryCredentials,
        registryCredentialsFrom,
        gitCredentials,
        buildSecrets,
        buildSecretsFrom,
        null);
  }
}
