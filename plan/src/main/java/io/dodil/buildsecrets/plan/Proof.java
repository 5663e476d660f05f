package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.auth.TokenClaims;
import io.dodil.buildsecrets.auth.TokenResult;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Settings.OrganizationRule;
import io.dodil.buildsecrets.resolve.CredentialResolution;
import java.time.Instant;
import java.util.Optional;

/// What the credential is good for, by the rules of the operator.
///
/// @param sentence when a token was looked at and is good
/// @param unasked whether a token would have to be fetched first, and that was not done
record Proof(Optional<Failure> failure, Optional<String> sentence, boolean unasked) {

  private static final Proof UNASKED = new Proof(Optional.empty(), Optional.empty(), true);

  static Proof of(
      Facts facts, CredentialResolution credential, OrganizationRule rule, Instant now) {
    var organization = facts.resource().spec().organization();
    if (credential instanceof CredentialResolution.Resolved(Credential.StaticToken(var token))) {
      var claims = TokenClaims.of(token);
      return claims.hasExpired(now)
          ? failed(new Failure.TokenExpired())
          : checked(claims, "the ready-made token", organization, rule);
    }
    return switch (facts.token()) {
      case TokenCheck.Unwanted(), TokenCheck.Impossible() -> UNASKED;
      case TokenCheck.Asked(TokenResult.Obtained(var token)) ->
          checked(token.claims(), "the token endpoint gave a token that", organization, rule);
      case TokenCheck.Asked(TokenResult.Refused(var failure, _)) -> failed(failure);
      case TokenCheck.Asked(TokenResult.NotSent()) ->
          failed(new Failure.TokenUnavailable(Optional.empty()));
    };
  }

  private static Proof checked(
      TokenClaims claims, String token, String organization, OrganizationRule rule) {
    return claims
        .refusal(organization, rule)
        .map(Proof::failed)
        .orElseGet(
            () ->
                good(
                    claims.organization() instanceof TokenClaims.Organization.Unnamed
                        ? token + " names no organization: the operator trusts spec.organization"
                        : "%s is of organization \"%s\"".formatted(token, organization)));
  }

  private static Proof failed(Failure failure) {
    return new Proof(Optional.of(failure), Optional.empty(), false);
  }

  private static Proof good(String sentence) {
    return new Proof(Optional.empty(), Optional.of(sentence), false);
  }
}
