package io.dodil.buildsecrets.auth;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Settings.OrganizationRule;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What a token says of itself. The operator does not check its signature: the claims only guard
/// against mistakes, the API decides.
///
/// @param expiry when the token expires (RFC 7519, `exp`)
public record TokenClaims(Organization organization, Optional<Instant> expiry) {

  private static final ObjectMapper LENIENT = new ObjectMapper();
  private static final ObjectMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final TokenClaims NONE =
      new TokenClaims(new Organization.Unnamed(), Optional.empty());

  /// What may be shown of a claim that somebody else wrote.
  private static final Pattern PRINTABLE = Pattern.compile("[A-Za-z0-9._-]{1,253}");

  /// Whose token it is.
  public sealed interface Organization {

    /// The token is opaque, or has no claim that names an organization.
    record Unnamed() implements Organization {}

    /// All its claims agree on one organization.
    ///
    /// @param id the organization's immutable id, if the token carries one
    record Named(String name, Optional<String> id) implements Organization {}

    /// It names several organizations, or its claims contradict each other or can't be understood.
    record Ambiguous() implements Organization {}
  }

  /// Whether the token says that it has expired.
  public boolean hasExpired(Instant now) {
    return expiry.filter(e -> !now.isBefore(e)).isPresent();
  }

  /// Why the token may not be used to save to that organization.
  public Optional<Failure> refusal(String wanted, OrganizationRule rule) {
    return switch (organization) {
      case Organization.Unnamed() ->
          rule.mustBeNamed()
              ? Optional.of(new Failure.OrganizationUnnamed(rule.isBound()))
              : Optional.empty();
      case Organization.Ambiguous() -> Optional.of(new Failure.OrganizationAmbiguous());
      case Organization.Named(var name, _) when !name.equals(wanted) ->
          Optional.of(new Failure.OrganizationMismatch(printable(name)));
      case Organization.Named(_, var id) ->
          rule.id().isEmpty() || rule.id().equals(id)
              ? Optional.empty()
              : Optional.of(new Failure.OrganizationIdMismatch());
    };
  }

  private static Optional<String> printable(String name) {
    return Optional.of(name).filter(text -> PRINTABLE.matcher(text).matches());
  }

  /// Never throws: a token that can't be read names no organization.
  public static TokenClaims of(Sensitive token) {
    if (token.size() > Credential.MAX_TOKEN) {
      return NONE;
    }
    var parts = new String(token.reveal(), US_ASCII).split("\\.", -1);
    if (parts.length != 3) {
      return NONE;
    }
    try {
      return of(Base64.getUrlDecoder().decode(parts[1]));
    } catch (IllegalArgumentException | IOException unreadable) {
      return NONE;
    }
  }

  private static TokenClaims of(byte[] payload) throws IOException {
    var claims = LENIENT.readTree(payload);
    if (claims == null || !claims.isObject()) {
      return NONE;
    }
    var organization =
        namesAKeyTwice(payload) ? new Organization.Ambiguous() : organization(claims);
    return new TokenClaims(organization, expiry(claims));
  }

  /// Two readers of such a token could see different organizations.
  private static boolean namesAKeyTwice(byte[] payload) {
    try {
      return STRICT.readTree(payload) == null;
    } catch (IOException twice) {
      return true;
    }
  }

  /// Keycloak's `organization` (an object by name, a list of names, or a name) and `org_name` give
  /// the name, `id` inside the former and `org_id` the id. Without a name the id stands for it.
  private static Organization organization(JsonNode claims) {
    var names = new HashSet<String>();
    var ids = new HashSet<String>();
    boolean understood =
        readOrganization(claims.path("organization"), names, ids)
            && readText(claims.path("org_name"), names)
            && readText(claims.path("org_id"), ids);
    if (!understood || names.size() > 1 || ids.size() > 1) {
      return new Organization.Ambiguous();
    }
    var id = ids.stream().findFirst();
    return names.stream()
        .findFirst()
        .or(() -> id)
        .<Organization>map(name -> new Organization.Named(name, id))
        .orElseGet(Organization.Unnamed::new);
  }

  private static boolean readOrganization(JsonNode claim, Set<String> names, Set<String> ids) {
    if (claim.isObject()) {
      return claim
          .propertyStream()
          .allMatch(entry -> readEntry(entry.getKey(), entry.getValue(), names, ids));
    }
    if (claim.isArray()) {
      return claim.valueStream().allMatch(name -> name.isTextual() && readText(name, names));
    }
    return readText(claim, names);
  }

  private static boolean readEntry(
      String name, JsonNode properties, Set<String> names, Set<String> ids) {
    names.add(name);
    return !name.isEmpty() && readText(properties.path("id"), ids);
  }

  /// False for anything but a text or number; an absent or empty claim says nothing.
  private static boolean readText(JsonNode claim, Set<String> into) {
    if (claim.isMissingNode() || claim.isNull()) {
      return true;
    }
    if (!claim.asText().isEmpty()) {
      into.add(claim.asText());
    }
    return claim.isTextual() || claim.isIntegralNumber();
  }

  private static Optional<Instant> expiry(JsonNode claims) {
    var exp = claims.path("exp");
    // beyond year 9999 is no time that anybody meant
    return exp.isNumber() && exp.asDouble() > 0 && exp.asDouble() < 253_402_300_800d
        ? Optional.of(Instant.ofEpochSecond(exp.asLong()))
        : Optional.empty();
  }
}
