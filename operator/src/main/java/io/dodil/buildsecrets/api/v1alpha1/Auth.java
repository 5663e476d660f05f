package io.dodil.buildsecrets.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How the operator proves itself to the API: exactly one of two ways.
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "has(self.clientCredentials) != has(self.token)",
    message = "auth takes exactly one of clientCredentials and token")
public record Auth(
    @JsonPropertyDescription(
            "A service account: its id and secret are exchanged for short-lived tokens (OAuth 2.0"
                + " client credentials) at the endpoint's token URL.")
        @Nullable ClientCredentials clientCredentials,
    @JsonPropertyDescription(
            "A ready-made bearer token, used as it is. Somebody has to replace it before it"
                + " expires.")
        @Nullable Token token) {

  /// The name of the Secret that holds the credential; empty for a kind of auth that this version
  /// does not know.
  public Optional<String> secretName() {
    if (clientCredentials != null) {
      return Optional.of(clientCredentials.secretRef().name());
    }
    return Optional.ofNullable(token).map(t -> t.secretKeyRef().name());
  }

  /// The keys of that Secret that hold the credential.
  public List<String> keys() {
    if (clientCredentials != null) {
      return List.of(clientCredentials.idKey(), clientCredentials.secretKey());
    }
    return token == null ? List.of() : List.of(token.secretKeyRef().key());
  }

  /// Id and secret of a service account.
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ClientCredentials(
      @JsonPropertyDescription("The Secret that holds id and secret.") @Required
          AuthSecretRef secretRef,
      @JsonPropertyDescription("Key that holds the id. Default: client-id.")
          @Size(min = 1, max = Names.MAX)
          @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
          @Nullable String clientIDKey,
      @JsonPropertyDescription("Key that holds the secret. Default: client-secret.")
          @Size(min = 1, max = Names.MAX)
          @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
          @Nullable String clientSecretKey) {

    public String idKey() {
      return clientIDKey == null ? "client-id" : clientIDKey;
    }

    public String secretKey() {
      return clientSecretKey == null ? "client-secret" : clientSecretKey;
    }
  }

  /// A ready-made bearer token.
  public record Token(
      @JsonPropertyDescription("The key of a Secret that holds the token.") @Required
          AuthSecretKeyRef secretKeyRef) {}

  /// Names a Secret; a credential is never optional.
  public record AuthSecretRef(
      @JsonPropertyDescription("Name of a Secret in the namespace of this resource.")
          @Required
          @Size(min = 1, max = Names.MAX)
          @ValidationRule(value = Names.SECRET, message = Names.SECRET_SAYS)
          String name) {}

  /// Names one key of a Secret; a credential is never optional.
  public record AuthSecretKeyRef(
      @JsonPropertyDescription("Name of a Secret in the namespace of this resource.")
          @Required
          @Size(min = 1, max = Names.MAX)
          @ValidationRule(value = Names.SECRET, message = Names.SECRET_SAYS)
          String name,
      @JsonPropertyDescription("Key in that Secret.")
          @Required
          @Size(min = 1, max = Names.MAX)
          @ValidationRule(value = Names.KEY, message = Names.KEY_SAYS)
          String key) {}
}
