package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// The login of one registry. The Secret is one of: a docker config (its entry for the registry is
/// taken), user name and password in two keys, or base64 of `user:token` in one.
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "!has(self.authKey) || (!has(self.usernameKey) && !has(self.passwordKey))",
    message = "authKey already holds user and token: leave out usernameKey and passwordKey",
    fieldPath = ".authKey")
public record RegistryCredential(
    @JsonPropertyDescription(
            "The registry, as a docker config names it: a host with an optional port, or a URL."
                + " Docker Hub is https://index.docker.io/v1/. Sent as written here.")
        @Required
        @Size(min = 1, max = Names.MAX_REGISTRY)
        @ValidationRule(
            value =
                "self.matches('^(https?://)?[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*(:[0-9]{1,5})?$')"
                    + " || self.matches('^https?://[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*(:[0-9]{1,5})?/[!-\"$->A-~]*$')",
            message =
                "a registry is a host with an optional port, such as ghcr.io or"
                    + " registry.example.com:5000, or a URL that starts with http:// or https://"
                    + " and is printable ASCII without user, query, fragment and spaces, such as"
                    + " https://index.docker.io/v1/")
        @ValidationRule(
            value =
                "!self.matches('^(?i)(https?://)?(docker[.]io|index[.]docker[.]io|registry-1[.]docker[.]io)(:[0-9]+)?/?$')",
            message = "Docker Hub's key is https://index.docker.io/v1/")
        String registry,
    @JsonPropertyDescription(
            "The Secret. If its type is kubernetes.io/dockerconfigjson or kubernetes.io/dockercfg,"
                + " its entry for this registry is taken, else user name and password from two"
                + " keys, or both from authKey.")
        @Required
        SecretRef secretRef,
    @JsonPropertyDescription("Key that holds the user name. Default: username.")
        @Size(min = 1, max = Names.MAX)
        @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
        @Nullable String usernameKey,
    @JsonPropertyDescription("Key that holds the password or token. Default: password.")
        @Size(min = 1, max = Names.MAX)
        @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
        @Nullable String passwordKey,
    @JsonPropertyDescription(
            "Key that already holds base64 of user:token, instead of usernameKey and passwordKey.")
        @Size(min = 1, max = Names.MAX)
        @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
        @Nullable String authKey) {}
