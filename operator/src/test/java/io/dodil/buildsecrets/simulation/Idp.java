package io.dodil.buildsecrets.simulation;

import io.dodil.buildsecrets.testkit.Jwt;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The identity provider: service accounts, and the tokens that were issued for them.
final class Idp {

  /// A service account.
  static final class Account {
    final String id;
    String secret = "s0";
    List<String> organizations;
    final boolean opaque;
    boolean enabled = true;
    boolean permitted = true;
    Optional<Duration> life = Optional.of(Duration.ofMinutes(5));
    int epoch;

    Account(String id, boolean opaque, List<String> organizations) {
      this.id = id;
      this.opaque = opaque;
      this.organizations = organizations;
    }
  }

  /// A token as it was issued.
  ///
  /// @param credential what it was issued for: of a ready-made one, itself
  /// @param expiry on the steady clock
  record Token(
      Account account, List<String> organizations, String credential, int epoch, Instant expiry) {

    boolean isGood(Instant now) {
      return account.enabled && epoch == account.epoch && now.isBefore(expiry);
    }
  }

  static final List<String> IDS = List.of("acme-bot", "beta-bot", "multi-bot", "opaque-bot");

  final Map<String, Account> accounts = new TreeMap<>();
  private final Map<String, Token> tokens = new HashMap<>();
  private int serial;

  Idp() {
    add(new Account("acme-bot", false, List.of("acme")));
    add(new Account("beta-bot", false, List.of("beta")));
    add(new Account("multi-bot", false, List.of("acme", "beta")));
    add(new Account("opaque-bot", true, List.of("acme")));
  }

  private void add(Account account) {
    accounts.put(account.id, account);
  }

  Account account(String id) {
    return Optional.ofNullable(accounts.get(id)).orElseThrow();
  }

  /// The account whose id and secret these are.
  Optional<Account> login(String id, String secret) {
    return Optional.ofNullable(accounts.get(id)).filter(a -> a.enabled && a.secret.equals(secret));
  }

  String issue(Account account, Instant now) {
    var names = "\"" + String.join("\",\"", account.organizations) + "\"";
    var text =
        account.opaque
            ? "opaque-" + ++serial
            : Jwt.text(Jwt.of("{\"organization\":[%s],\"jti\":\"%d\"}".formatted(names, ++serial)));
    var expiry = account.life.map(now::plus).orElse(Instant.MAX);
    var credential = account.id + "/" + account.secret;
    tokens.put(text, new Token(account, account.organizations, credential, account.epoch, expiry));
    return text;
  }

  /// A token for people to copy: it does not expire, but may be revoked.
  String issueForGood(Account account) {
    var life = account.life;
    account.life = Optional.empty();
    var text = issue(account, Instant.EPOCH);
    account.life = life;
    tokens.computeIfPresent(
        text, (_, t) -> new Token(account, t.organizations, text, t.epoch, t.expiry));
    return text;
  }

  Optional<Token> token(String text) {
    return Optional.ofNullable(tokens.get(text));
  }

  /// Its tokens are worth nothing from now on.
  void revoke(Account account) {
    account.epoch++;
  }
}
