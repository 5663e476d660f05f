package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/// The login of one registry. The Secret is one of: a docker config (its entry for the registry is
/// taken), user name and password in two keys, a password beside a user name that is written here,
/// or base64 of `user:token` in one key.
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.authKey) || (!has(self.username) && !has(self.usernameKey) &&"
            + " !has(self.passwordKey))",
    message =
        "authKey already holds user and token: leave out username, usernameKey and passwordKey",
    fieldPath = ".authKey")
@ValidationRule(
    value = "!has(self.username) || !has(self.usernameKey)",
    message = "registryCredentials takes username or usernameKey, not both",
    fieldPath = ".username")
public record RegistryCredential(
    @JsonPropertyDescription(
            "The registry, as a docker config names it: a host with an optional port and path, or a"
                + " URL. Docker Hub is docker.io. Sent as written here, but for Docker Hub, which"
                + " is sent as https://index.docker.io/v1/.")
        @Required
        @Size(min = 1, max = Names.MAX_REGISTRY)
        @ValidationRule(
            value =
                "self.matches('^(https?://)?([A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?([.][A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*|[[][0-9A-Fa-f:.]{2,45}[]])(:[0-9]{1,5})?(/[!-\"$->A-~]*)?$')",
            message =
                "a registry is a host with an optional port and path, such as ghcr.io,"
                    + " registry.example.com:5000/team or [fd00::5]:5000, or a URL that starts with"
                    + " http:// or https://, such as https://index.docker.io/v1/; it is printable"
                    + " ASCII without user, query, fragment and spaces")
        String registry,
    @JsonPropertyDescription(
            "The Secret. If it holds a docker config, in key .dockerconfigjson, config.json or"
                + " .dockercfg, its entry for this registry is taken, else user name and password"
                + " from two keys, or both from authKey.")
        @Required
        SecretRef secretRef,
    @JsonPropertyDescription(
            "The user name itself, instead of a key that holds it, such as _json_key or AWS.")
        @Size(min = 1, max = Names.MAX)
        @Nullable String username,
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
