package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Many build arguments from one Secret, as a container's `envFrom` has it.
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
    value = "!has(self.prefix) || self.prefix.matches('^[A-Za-z_][A-Za-z0-9_.-]*$')",
    message = "prefix starts with a letter or _, then come letters, digits, _, . and -",
    fieldPath = ".prefix")
public record BuildSecretsSource(
    @JsonPropertyDescription("Put before every key. Default: nothing.") @Size(min = 1, max = 128)
        @Nullable String prefix,
    @JsonPropertyDescription("The Secret whose keys become build arguments.") @Required
        SecretRef secretRef,
    @JsonPropertyDescription("Take these keys only. Default: all.") @Size(max = 64)
        List<@Size(min = 1, max = Names.MAX) @Pattern(Names.KEY) String> keys) {

  public BuildSecretsSource {
    keys = Lists.orEmpty(keys);
  }
}
