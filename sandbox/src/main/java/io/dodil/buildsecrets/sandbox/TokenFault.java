package io.dodil.buildsecrets.sandbox;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What the token endpoint can do wrong: all that the save endpoint can, and these.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(Fault.class),
  @JsonSubTypes.Type(TokenFault.ForeignOrganization.class),
  @JsonSubTypes.Type(TokenFault.SeveralOrganizations.class),
  @JsonSubTypes.Type(TokenFault.Claims.class),
  @JsonSubTypes.Type(TokenFault.OpaqueToken.class),
  @JsonSubTypes.Type(TokenFault.NoExpiresIn.class),
  @JsonSubTypes.Type(TokenFault.ShortLived.class),
})
public sealed interface TokenFault permits Fault, TokenFault.Own {

  /// What only the token endpoint can do wrong.
  sealed interface Own extends TokenFault {}

  /// Its name in JSON.
  default String type() {
    return Objects.requireNonNull(getClass().getAnnotation(JsonTypeName.class)).value();
  }

  /// A good token, but of this organization.
  @JsonTypeName("foreign-organization")
  record ForeignOrganization(@JsonProperty(required = true) String organization) implements Own {}

  /// A good token that names these organizations, too.
  @JsonTypeName("several-organizations")
  record SeveralOrganizations(@JsonProperty(required = true) List<String> others) implements Own {

    public SeveralOrganizations {
      others = List.copyOf(others);
    }
  }

  /// A good token that says this of organizations, and nothing else of them.
  @JsonTypeName("claims")
  record Claims(@JsonProperty(required = true) Map<String, Object> claims) implements Own {

    public Claims {
      claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }
  }

  /// A good token that is no JWT.
  @JsonTypeName("opaque-token")
  record OpaqueToken() implements Own {}

  /// A good token, but the answer doesn't say how long it lives.
  @JsonTypeName("no-expires-in")
  record NoExpiresIn() implements Own {}

  /// A token that lives so long only, and says so. Zero: expired at once.
  @JsonTypeName("short-lived")
  record ShortLived(@JsonProperty(required = true) Duration lifetime) implements Own {}
}
