package io.dodil.buildsecrets.sandbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The service accounts as they are now: secrets change, accounts get revoked.
final class Accounts {

  record Account(Client client, Organization organization, boolean revoked) {

    Account in(Organization other) {
      return new Account(client, other, revoked);
    }

    Account shaped(TokenShape shape) {
      return new Account(new Client(client.id(), client.secret(), shape), organization, revoked);
    }
  }

  private final List<Organization> organizations;
  private final Map<String, Account> byId = new ConcurrentHashMap<>();

  Accounts(List<Organization> organizations) {
    this.organizations = organizations;
    for (var organization : organizations) {
      organization.clients().forEach(c -> byId.put(c.id(), new Account(c, organization, false)));
    }
  }

  Optional<Account> find(String clientId) {
    return Optional.ofNullable(byId.get(clientId));
  }

  Account get(String clientId) {
    return find(clientId).orElseThrow(() -> new IllegalArgumentException("no client " + clientId));
  }

  /// The one of that name; one that nobody configured has no clients.
  Organization organization(String name) {
    return organizations.stream()
        .filter(o -> o.name().equals(name))
        .findFirst()
        .orElseGet(() -> new Organization(name));
  }

  List<Organization> organizations() {
    return organizations;
  }

  void revoke(String clientId) {
    var account = get(clientId);
    byId.put(clientId, new Account(account.client(), account.organization(), true));
  }

  void rotate(String clientId, String secret) {
    var account = get(clientId);
    var client = new Client(clientId, secret, account.client().token());
    byId.put(clientId, new Account(client, account.organization(), false));
  }
}
