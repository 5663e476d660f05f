package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// Names a Secret of the resource's own namespace.
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SecretRef(
    @JsonPropertyDescription("Name of a Secret in the namespace of this resource.")
        @Required
        @Size(min = 1, max = Names.MAX)
        @ValidationRule(value = Names.SECRET, message = Names.SECRET_SAYS)
        String name,
    @JsonPropertyDescription(
            "true: skip this entry while the Secret or key is absent. Other problems still stop the"
                + " save. Default: false.")
        @Nullable Boolean optional) {

  public boolean mayBeAbsent() {
    return Boolean.TRUE.equals(optional);
  }
}
