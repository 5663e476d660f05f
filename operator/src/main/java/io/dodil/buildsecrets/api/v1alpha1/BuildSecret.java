package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/// One build argument from one key of one Secret.
public record BuildSecret(
    @JsonPropertyDescription("Name of the build argument.")
        @Required
        @Size(min = 1, max = Names.MAX)
        @ValidationRule(
            value = "self.matches('^[A-Za-z_][A-Za-z0-9_.-]*$')",
            message =
                "a build argument's name starts with a letter or '_', and goes on with letters,"
                    + " digits, '_', '.' and '-'")
        String name,
    @JsonPropertyDescription(
            "The key of a Secret that holds its value, which is sent byte by byte.")
        @Required
        SecretKeyRef secretKeyRef) {}
