package io.dodil.buildsecrets.e2e.leak;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.sandbox.Fault;
import io.dodil.buildsecrets.sandbox.TokenFault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A resource, what goes wrong for it, and what its status says of that.
///
/// @param save what the API does to it
/// @param token what the token endpoint does to it
/// @param flaw what is wrong with its Secrets
record LeakPart(
    String name, Optional<Fault> save, Optional<TokenFault> token, LeakFlaw flaw, String reason) {

  static List<LeakPart> all(String elsewhere) {
    return Stream.of(saves(elsewhere), tokens(elsewhere), flaws()).flatMap(s -> s).toList();
  }

  private static LeakPart save(Fault fault, String reason) {
    return new LeakPart(
        "save " + named(fault), Optional.of(fault), Optional.empty(), LeakFlaw.NONE, reason);
  }

  private static LeakPart token(TokenFault fault, String reason) {
    return new LeakPart(
        "token " + named(fault), Optional.empty(), Optional.of(fault), LeakFlaw.NONE, reason);
  }

  private static String named(TokenFault fault) {
    return fault instanceof Fault.Respond r ? "answers " + r.status() : fault.type();
  }

  private static Fault echo(int status) {
    return new Fault.Respond(status).echoing();
  }

  private static Stream<LeakPart> saves(String elsewhere) {
    return Stream.of(
        save(echo(200), "SaveNotConfirmed"),
        save(echo(302), "RedirectRejected"),
        save(echo(400), "PayloadRejected"),
        save(echo(401), "AuthenticationFailed"),
        save(echo(403), "PermissionDenied"),
        save(echo(404), "UnexpectedResponse"),
        save(echo(405), "UnexpectedResponse"),
        save(echo(407), "UnexpectedResponse"),
        save(echo(408), "ApiUnavailable"),
        save(echo(409), "ApiUnavailable"),
        save(echo(413), "PayloadRejected"),
        save(echo(418), "UnexpectedResponse"),
        save(echo(422), "PayloadRejected"),
        save(echo(429), "RateLimited"),
        save(echo(500), "ApiUnavailable"),
        save(echo(501), "ApiUnavailable"),
        save(echo(503), "ApiUnavailable"),
        save(new Fault.Redirect(307, elsewhere), "RedirectRejected"),
        save(new Fault.SuccessFlag(Fault.SuccessFlag.Value.TEXT), "SaveNotConfirmed"),
        save(new Fault.Wrapped(), "Succeeded"),
        save(new Fault.ContentType("text/html"), ""),
        save(new Fault.NeverAnswer(true), "OutcomeUnknown"),
        save(new Fault.ResetAfterStore(), "OutcomeUnknown"),
        save(new Fault.ResetBeforeBody(), ""),
        save(new Fault.ResetAfterBody(), "OutcomeUnknown"),
        save(new Fault.HugeBody(10 << 20), ""),
        save(new Fault.EndlessBody(), ""),
        save(new Fault.GzipBomb(10 << 20), ""));
  }

  private static Stream<LeakPart> tokens(String elsewhere) {
    return Stream.of(
        token(echo(200), "TokenUnavailable"),
        token(echo(302), "RedirectRejected"),
        token(echo(400), "AuthenticationFailed"),
        token(echo(401), "AuthenticationFailed"),
        token(echo(403), "AuthenticationFailed"),
        token(echo(404), "TokenUnavailable"),
        token(echo(429), "RateLimited"),
        token(echo(500), "TokenUnavailable"),
        token(echo(503), "TokenUnavailable"),
        token(new Fault.Redirect(307, elsewhere), "RedirectRejected"),
        token(new Fault.ResetAfterBody(), "TokenUnavailable"),
        token(new Fault.NeverAnswer(true), "TokenUnavailable"),
        token(new TokenFault.ForeignOrganization("foreign"), "OrganizationMismatch"),
        token(new TokenFault.OpaqueToken(), "Succeeded"));
  }

  private static Stream<LeakPart> flaws() {
    return Stream.of(LeakFlaw.values())
        .map(f -> new LeakPart(f.name(), Optional.empty(), Optional.empty(), f, f.reason()));
  }

  /// Some depend on what breaks first: then any word will do.
  boolean isSaid(BuildSecretsStatus status) {
    return status
        .condition("Ready")
        .filter(c -> reason.isEmpty() || c.reason().equals(reason))
        .isPresent();
  }

  @Override
  public String toString() {
    return name;
  }
}
