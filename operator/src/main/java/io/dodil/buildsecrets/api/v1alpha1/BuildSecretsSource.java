package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many build arguments from one Secret, as a container's `envFrom` has it.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record BuildSecretsSource(
    @JsonPropertyDescription(
            "Text put before each key to make the name of the build argument. Default: none.")
        @Size(min = 1, max = 128)
        @ValidationRule(
            value = "self.matches('^[A-Za-z_][A-Za-z0-9_.-]*$')",
            message =
                "a prefix starts with a letter or '_', and goes on with letters, digits, '_', '.'"
                    + " and '-'")
        @Nullable String prefix,
    @JsonPropertyDescription("The Secret whose keys become build arguments.") @Required
        SecretRef secretRef,
    @JsonPropertyDescription("Take these keys only, at most 64. Default: all.") @Size(max = 64)
        List<@Size(min = 1, max = Names.MAX) String> keys) {

  public BuildSecretsSource {
    keys = Lists.orEmpty(keys);
  }
}
