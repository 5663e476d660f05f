package io.dodil.buildsecrets.simulation.world;

import java.time.Instant;
import java.util.Optional;

/// A save request.
///
/// @param target `api|organization`, the organization being the token's
/// @param scope that the endpoint asks tokens for
/// @param token as it was issued; empty: nobody issued it
public record Call(
    ObservedProcess process,
    Pass pass,
    String target,
    String scope,
    String body,
    Optional<Idp.Token> token,
    Instant begun) {

  public String uid() {
    return pass.cached.uid();
  }

  /// What the token was issued for.
  public String credential() {
    return token.map(Idp.Token::credential).orElse("nobody's");
  }
}
