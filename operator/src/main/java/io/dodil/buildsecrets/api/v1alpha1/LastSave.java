package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The last save that the API accepted; the next one replaces it.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LastSave(
    @JsonPropertyDescription(
            "uid of the resource it was made for. It is ignored in a resource with another uid.")
        @Required
        @Size(max = 64)
        String uid,
    @JsonPropertyDescription("When it was accepted.") @Required Instant time,
    @JsonPropertyDescription("Generation of the spec it was made from.") @Required Long generation,
    @JsonPropertyDescription("Endpoint it was sent to.") @Required @Size(max = 63) String endpoint,
    @JsonPropertyDescription("That endpoint's address.") @Required @Size(max = 2048) String apiUrl,
    @JsonPropertyDescription("Organization whose credentials were replaced.")
        @Required
        @Size(max = 253)
        String organization,
    @JsonPropertyDescription(
            "That organization's immutable id, which the token carried, when the operator's"
                + " configuration asked for it.")
        @Nullable
        @Size(max = 253)
        String organizationId,
    @JsonPropertyDescription(
            "true: the token named no organization, which `organizationCheck: ifNamed` of the"
                + " endpoint allows.")
        @Nullable Boolean organizationUnnamed,
    @JsonPropertyDescription("How many registries were sent.") @Required Integer registries,
    @JsonPropertyDescription("How many git credentials were sent: 0 or 1.") @Required
        Integer gitCredentials,
    @JsonPropertyDescription("How many build arguments were sent.") @Required Integer buildSecrets,
    @JsonPropertyDescription("The Secrets it was made from, the credential's included.")
        @Required
        @Size(max = 128)
        List<SecretVersion> secrets) {

  public LastSave {
    secrets = Lists.orEmpty(secrets);
  }

  /// Secret name -> resourceVersion.
  public NavigableMap<String, String> versions() {
    var versions = new TreeMap<String, String>();
    secrets.forEach(s -> versions.put(s.name(), s.resourceVersion()));
    return versions;
  }

  /// A Secret as it was read.
  public record SecretVersion(
      @JsonPropertyDescription("Name of the Secret.") @Required @Size(min = 1, max = Names.MAX)
          String name,
      @JsonPropertyDescription("Its metadata.resourceVersion when it was read.")
          @Required
          @Size(max = 64)
          String resourceVersion) {}
}
