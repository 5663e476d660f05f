package io.dodil.buildsecrets.sandbox;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a client's tokens and token answers look like.
///
/// @param alsoIn names of further organizations that its tokens name
/// @param claims what its tokens say of organizations instead, in any form; absent: as `claim` says
/// @param opaque not a JWT: nobody but the sandbox can read it
/// @param withoutExpiresIn the answer has no `expires_in`
/// @param lifetime how long the token is good; absent: [SandboxSettings#tokenLifetime()]
public record TokenShape(
    @Nullable Claim claim,
    @Nullable List<String> alsoIn,
    @Nullable Map<String, Object> claims,
    boolean opaque,
    boolean withoutExpiresIn,
    @Nullable Duration lifetime) {

  /// What Keycloak does.
  public static final TokenShape USUAL = new TokenShape(null, null, null, false, false, null);

  public TokenShape {
    claim = claim == null ? Claim.ORGANIZATION : claim;
    alsoIn = alsoIn == null ? List.of() : List.copyOf(alsoIn);
    // a claim may be null
    claims = claims == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(claims));
  }

  @Override
  public Claim claim() {
    return claim == null ? Claim.ORGANIZATION : claim;
  }

  @Override
  public List<String> alsoIn() {
    return alsoIn == null ? List.of() : alsoIn;
  }

  Map<String, ?> claims(List<Organization> organizations) {
    return claims == null ? claim().claims(organizations) : claims;
  }

  public TokenShape withClaim(Claim newClaim) {
    return new TokenShape(newClaim, alsoIn, null, opaque, withoutExpiresIn, lifetime);
  }

  public TokenShape withClaims(Map<String, Object> newClaims) {
    return new TokenShape(claim, alsoIn, newClaims, opaque, withoutExpiresIn, lifetime);
  }

  public TokenShape withAlsoIn(String... organizations) {
    return new TokenShape(
        claim, List.of(organizations), claims, opaque, withoutExpiresIn, lifetime);
  }

  public TokenShape asOpaque() {
    return new TokenShape(claim, alsoIn, claims, true, withoutExpiresIn, lifetime);
  }

  public TokenShape omittingExpiresIn() {
    return new TokenShape(claim, alsoIn, claims, opaque, true, lifetime);
  }

  public TokenShape withLifetime(Duration newLifetime) {
    return new TokenShape(claim, alsoIn, claims, opaque, withoutExpiresIn, newLifetime);
  }
}
