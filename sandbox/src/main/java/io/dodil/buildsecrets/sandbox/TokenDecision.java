package io.dodil.buildsecrets.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Decides over token requests in Keycloak's order and words.
final class TokenDecision {

  private static final String BAD_CLIENT = "Invalid client or Invalid client credentials";
  private static final Set<String> SCOPES =
      Set.of("openid", "profile", "email", "roles", "organization", "organization:*");

  private final Accounts accounts;
  private final Issuer issuer;
  private final Duration lifetime;
  private final Set<String> known = ConcurrentHashMap.newKeySet();

  TokenDecision(Accounts accounts, Issuer issuer, Duration lifetime) {
    this.accounts = accounts;
    this.issuer = issuer;
    this.lifetime = lifetime;
    known.addAll(SCOPES);
  }

  /// Tokens may be asked for with this scope, too.
  void offer(String scope) {
    known.add(scope);
  }

  /// What was asked for, unless somebody made it up: anything may stand there.
  String scope(TokenRequest request) {
    return known.containsAll(request.scopes()) ? String.join(" ", request.scopes()) : "";
  }

  Answer answer(TokenRequest request) {
    return refusal(request)
        .orElseGet(() -> issue(accounts.get(request.client()), request.scopes()));
  }

  /// As a good token, but with this wrong.
  Answer answer(TokenRequest request, TokenFault.Own fault) {
    return refusal(request)
        .orElseGet(() -> issue(spoilt(accounts.get(request.client()), fault), request.scopes()));
  }

  private Accounts.Account spoilt(Accounts.Account account, TokenFault.Own fault) {
    var shape = account.client().shape();
    return switch (fault) {
      case TokenFault.ForeignOrganization(var name) ->
          account.in(accounts.organization(name)).shaped(shape.withAlsoIn());
      case TokenFault.SeveralOrganizations(var others) ->
          account.shaped(shape.withAlsoIn(others.toArray(String[]::new)));
      case TokenFault.Claims(var claims) -> account.shaped(shape.withClaims(claims));
      case TokenFault.OpaqueToken() -> account.shaped(shape.asOpaque());
      case TokenFault.NoExpiresIn() -> account.shaped(shape.omittingExpiresIn());
      case TokenFault.ShortLived(var time) -> account.shaped(shape.withLifetime(time));
    };
  }

  private Optional<Answer> refusal(TokenRequest request) {
    var grantType = request.parameter("grant_type");
    if (request.duplicated()) {
      return refuse(400, "invalid_request", "duplicated parameter");
    }
    if (grantType.isEmpty()) {
      return refuse(400, "invalid_request", "Missing form parameter: grant_type");
    }
    if (!grantType.equals("client_credentials")) {
      return refuse(400, "unsupported_grant_type", "Unsupported grant_type");
    }
    return refusedClient(request).or(() -> refusedScope(request));
  }

  private Optional<Answer> refusedClient(TokenRequest request) {
    var account = accounts.find(request.client()).filter(a -> !a.revoked());
    if (account.isEmpty()) {
      return refuse(401, "invalid_client", BAD_CLIENT);
    }
    if (request.secret().isEmpty()) {
      return refuse(401, "unauthorized_client", "Client secret not provided in request");
    }
    return account.get().client().secret().equals(request.secret())
        ? Optional.empty()
        : refuse(401, "unauthorized_client", BAD_CLIENT);
  }

  private Optional<Answer> refusedScope(TokenRequest request) {
    // Not quoted as Keycloak does: anything may stand there.
    return known.containsAll(request.scopes())
        ? Optional.empty()
        : refuse(400, "invalid_scope", "Invalid scopes");
  }

  private static Optional<Answer> refuse(int status, String error, String description) {
    return Optional.of(Answer.oauth(status, error, description));
  }

  /// A token without any call.
  String token(String clientId) {
    var account = accounts.get(clientId);
    if (account.revoked()) {
      throw new IllegalStateException(clientId + " is revoked");
    }
    return token(account, Set.of());
  }

  private String token(Accounts.Account account, Set<String> scopes) {
    var organizations = new ArrayList<>(List.of(account.organization()));
    account.client().shape().alsoIn().stream()
        .map(accounts::organization)
        .forEach(organizations::add);
    return issuer.issue(account.client(), organizations, scopes, lifetime(account.client()));
  }

  private Duration lifetime(Client client) {
    return Objects.requireNonNullElse(client.shape().lifetime(), lifetime);
  }

  private Answer issue(Accounts.Account account, Set<String> scopes) {
    var body = new LinkedHashMap<String, Object>();
    body.put("access_token", token(account, scopes));
    if (!account.client().shape().withoutExpiresIn()) {
      body.put("expires_in", lifetime(account.client()).toSeconds());
    }
    body.put("refresh_expires_in", 0);
    body.put("token_type", "Bearer");
    body.put("not-before-policy", 0);
    body.put("scope", Issuer.granted(scopes));
    return Answer.json(body, "issued");
  }
}
