package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.testkit.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The identity provider: service accounts, and the tokens that were issued for them.
public final class Idp {

  /// What the tokens of an account say of its organization.
  public enum Kind {
    /// its name
    NAMED,
    /// its name and its id
    IDENTIFIED,
    /// nothing
    OPAQUE,
    /// in one claim this, in another one that
    CONTRADICTING
  }

  /// A service account.
  public static final class Account {
    public final String id;
    public String secret = "s0";
    public List<String> organizations;
    public final Kind kind;
    public boolean enabled = true;
    public boolean permitted = true;
    public Optional<Duration> life = Optional.of(Duration.ofMinutes(5));
    public int epoch;

    Account(String id, Kind kind, List<String> organizations) {
      this.id = id;
      this.kind = kind;
      this.organizations = organizations;
    }

    public boolean isOpaque() {
      return kind == Kind.OPAQUE;
    }

    public boolean contradicts() {
      return kind == Kind.CONTRADICTING;
    }

    /// The id of its organization that its tokens carry.
    public Optional<String> organizationId() {
      return kind == Kind.IDENTIFIED
          ? Optional.of("id-" + organizations.getFirst())
          : Optional.empty();
    }
  }

  /// A token as it was issued.
  ///
  /// @param credential what it was issued for: of a ready-made one, itself
  /// @param scope that it was issued for; empty: a ready-made one
  /// @param expiry on the monotonic clock
  public record Token(
      Account account,
      List<String> organizations,
      Optional<String> id,
      String credential,
      Optional<String> scope,
      int epoch,
      Instant expiry) {

    public boolean isGood(Instant now) {
      return account.enabled && epoch == account.epoch && now.isBefore(expiry);
    }
  }

  public static final List<String> IDS =
      List.of("acme-bot", "beta-bot", "multi-bot", "opaque-bot", "twisted-bot");

  public final Map<String, Account> accounts = new TreeMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private int serial;

  public Idp() {
    add(new Account("acme-bot", Kind.IDENTIFIED, List.of("acme")));
    add(new Account("beta-bot", Kind.NAMED, List.of("beta")));
    add(new Account("multi-bot", Kind.NAMED, List.of("acme", "beta")));
    add(new Account("opaque-bot", Kind.OPAQUE, List.of("acme")));
    add(new Account("twisted-bot", Kind.CONTRADICTING, List.of("acme")));
  }

  private void add(Account account) {
    accounts.put(account.id, account);
  }

  public Account account(String id) {
    return Optional.ofNullable(accounts.get(id)).orElseThrow();
  }

  /// The account whose id and secret these are.
  public Optional<Account> login(String id, String secret) {
    return Optional.ofNullable(accounts.get(id)).filter(a -> a.enabled && a.secret.equals(secret));
  }

  public String issue(Account account, String scope, Instant now) {
    var expiry = account.life.map(now::plus).orElse(Instant.MAX);
    var text = text(account);
    var credential = account.id + "/" + account.secret;
    keep(text, account, credential, Optional.of(scope), expiry);
    return text;
  }

  /// A token for people to copy: it does not expire, but may be revoked.
  public String issueForGood(Account account) {
    var text = text(account);
    keep(text, account, text, Optional.empty(), Instant.MAX);
    return text;
  }

  private void keep(
      String text, Account account, String credential, Optional<String> scope, Instant expiry) {
    tokens.put(
        text,
        new Token(
            account,
            account.organizations,
            account.organizationId(),
            credential,
            scope,
            account.epoch,
            expiry));
  }

  private String text(Account account) {
    serial++;
    var names = "\"" + String.join("\",\"", account.organizations) + "\"";
    return switch (account.kind) {
      case OPAQUE -> "opaque-" + serial;
      case NAMED -> jwt("\"organization\":[" + names + "]");
      case IDENTIFIED ->
          jwt(
              "\"organization\":{\"%s\":{\"id\":\"%s\"}}"
                  .formatted(
                      account.organizations.getFirst(), account.organizationId().orElseThrow()));
      case CONTRADICTING -> jwt("\"organization\":[" + names + "],\"org_name\":\"beta\"");
    };
  }

  private String jwt(String claims) {
    return Jwt.text(Jwt.of("{" + claims + ",\"jti\":\"" + serial + "\"}"));
  }

  public Optional<Token> token(String text) {
    return Optional.ofNullable(tokens.get(text));
  }

  /// Its tokens are worth nothing from now on.
  public void revoke(Account account) {
    account.epoch++;
  }
}
