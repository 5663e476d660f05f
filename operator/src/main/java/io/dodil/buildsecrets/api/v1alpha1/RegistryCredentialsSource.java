package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/// Many registries from one docker config.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RegistryCredentialsSource(
    @JsonPropertyDescription(
            "A Secret of any type with a docker config in key .dockerconfigjson, config.json or"
                + " .dockercfg.")
        @Required
        SecretRef secretRef,
    @JsonPropertyDescription("Take the entries of these registries only, at most 64. Default: all.")
        @Size(max = 64)
        List<@Size(min = 1, max = Names.MAX) String> registries) {

  public RegistryCredentialsSource {
    registries = Lists.orEmpty(registries);
  }
}
