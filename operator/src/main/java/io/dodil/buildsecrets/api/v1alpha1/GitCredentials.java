package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// The login used to clone private repositories.
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.username) || !has(self.usernameKey)",
    message = "gitCredentials takes username or usernameKey, not both",
    fieldPath = ".username")
public record GitCredentials(
    @JsonPropertyDescription(
            "The Secret, of type kubernetes.io/basic-auth or Opaque. SSH keys are not supported.")
        @Required
        SecretRef secretRef,
    @JsonPropertyDescription("The user name itself, instead of a key that holds it.")
        @Size(min = 1, max = Names.MAX)
        @Nullable String username,
    @JsonPropertyDescription("Key that holds the user name. Default: username.")
        @Size(min = 1, max = Names.MAX)
        @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
        @Nullable String usernameKey,
    @JsonPropertyDescription("Key that holds the access token. Default: password.")
        @Size(min = 1, max = Names.MAX)
        @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
        @Nullable String passwordKey) {}
