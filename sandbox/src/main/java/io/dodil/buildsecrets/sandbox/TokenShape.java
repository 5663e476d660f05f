package io.dodil.buildsecrets.sandbox;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client's tokens and token answers look like.
///
/// @param alsoIn names of further organizations that its tokens name
/// @param opaque not a JWT: nobody but the sandbox can read it
/// @param withoutExpiresIn the answer has no `expires_in`
/// @param lifetime how long the token is good; absent: [SandboxSettings#tokenLifetime()]
public record TokenShape(
    @Nullable Claim claim,
    @Nullable List<String> alsoIn,
    boolean opaque,
    boolean withoutExpiresIn,
    @Nullable Duration lifetime) {

  /// What Keycloak does.
  public static final TokenShape USUAL = new TokenShape(null, null, false, false, null);

  public TokenShape {
    claim = claim == null ? Claim.ORGANIZATION : claim;
    alsoIn = alsoIn == null ? List.of() : List.copyOf(alsoIn);
  }

  @Override
  public Claim claim() {
    return claim == null ? Claim.ORGANIZATION : claim;
  }

  @Override
  public List<String> alsoIn() {
    return alsoIn == null ? List.of() : alsoIn;
  }

  public TokenShape withClaim(Claim newClaim) {
    return new TokenShape(newClaim, alsoIn, opaque, withoutExpiresIn, lifetime);
  }

  public TokenShape withAlsoIn(String... organizations) {
    return new TokenShape(claim, List.of(organizations), opaque, withoutExpiresIn, lifetime);
  }

  public TokenShape asOpaque() {
    return new TokenShape(claim, alsoIn, true, withoutExpiresIn, lifetime);
  }

  public TokenShape omittingExpiresIn() {
    return new TokenShape(claim, alsoIn, opaque, true, lifetime);
  }

  public TokenShape withLifetime(Duration newLifetime) {
    return new TokenShape(claim, alsoIn, opaque, withoutExpiresIn, newLifetime);
  }
}
