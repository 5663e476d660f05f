package io.dodil.buildsecrets.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// What a token says of itself. Its signature is not ours to check: the claims only guard against
/// mistakes, the API decides.
///
/// @param organizations the organizations it names; empty: it names none, or can't be read
/// @param expiry when its time is over (RFC 7519, `exp`)
public record TokenClaims(List<String> organizations, Optional<Instant> expiry) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TokenClaims NONE = new TokenClaims(List.of(), Optional.empty());

  /// Longer ones are not looked into, in bytes.
  private static final int MAX_TOKEN = 64 * 1024;

  /// What may be shown of a claim that somebody else wrote.
  private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  public TokenClaims {
    organizations = List.copyOf(organizations);
  }

  /// Whether they say that the token's time is over.
  public boolean hasExpired(Instant now) {
    return expiry.filter(e -> !now.isBefore(e)).isPresent();
  }

  /// Why the token is not one of that organization.
  ///
  /// @param mustSay whether a token that can't be read is refused: where bindings say which
  ///   namespaces may use which organization it would be a way around them. Else it is taken at the
  ///   spec's word.
  public Optional<Failure> mismatch(String organization, boolean mustSay) {
    if (organizations.isEmpty()) {
      return mustSay ? Optional.of(new Failure.OrganizationUnknown()) : Optional.empty();
    }
    return organizations.equals(List.of(organization))
        ? Optional.empty()
        : Optional.of(new Failure.OrganizationMismatch(printable()));
  }

  private Optional<String> printable() {
    return Optional.of(organizations)
        .filter(all -> all.size() == 1)
        .map(List::getFirst)
        .filter(name -> PRINTABLE.matcher(name).matches());
  }

  /// Never throws: what can't be read says nothing.
  public static TokenClaims of(Sensitive token) {
    if (token.size() > MAX_TOKEN) {
      return NONE;
    }
    var parts = new String(token.reveal(), US_ASCII).split("\\.", -1);
    if (parts.length != 3) {
      return NONE;
    }
    try {
      var claims = JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
      return claims == null || !claims.isObject()
          ? NONE
          : new TokenClaims(organizations(claims), expiry(claims));
    } catch (IllegalArgumentException | IOException unreadable) {
      return NONE;
    }
  }

  /// Keycloak's `organization` (an object by name, or a list of names), else `org_name`, else
  /// `org_id`.
  private static List<String> organizations(JsonNode claims) {
    var keycloak = claims.path("organization");
    if (keycloak.isObject()) {
      return keycloak.propertyStream().map(Map.Entry::getKey).toList();
    }
    if (keycloak.isArray()) {
      return StreamSupport.stream(keycloak.spliterator(), false)
          .filter(JsonNode::isTextual)
          .map(JsonNode::textValue)
          .distinct()
          .toList();
    }
    return Stream.of("organization", "org_name", "org_id")
        .map(claims::path)
        .filter(c -> c.isTextual() && !c.textValue().isEmpty())
        .map(JsonNode::textValue)
        .limit(1)
        .toList();
  }

  private static Optional<Instant> expiry(JsonNode claims) {
    var exp = claims.path("exp");
    // beyond year 9999 is no time that anybody meant
    return exp.isNumber() && exp.asDouble() > 0 && exp.asDouble() < 253_402_300_800d
        ? Optional.of(Instant.ofEpochSecond(exp.asLong()))
        : Optional.empty();
  }
}
