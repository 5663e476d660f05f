package io.dodil.buildsecrets.sandbox;

/// What a running sandbox is made of.
record Parts(
    Accounts accounts,
    Issuer issuer,
    TokenDesk desk,
    Store store,
    Faults faults,
    Pause pause,
    History<SaveCall> saveCalls,
    History<TokenCall> tokenCalls) {

  static Parts of(SandboxSettings settings) {
    var accounts = new Accounts(settings.organizations());
    var issuer = new Issuer();
    return new Parts(
        accounts,
        issuer,
        new TokenDesk(accounts, issuer, settings.tokenLifetime()),
        new Store(settings.absentGroups(), settings.history()),
        new Faults(settings.faults()),
        new Pause(),
        new History<>(settings.history()),
        new History<>(settings.history()));
  }

  /// Refuses the client and all tokens it has.
  void revoke(String clientId) {
    accounts.revoke(clientId);
    issuer.revoke(clientId);
  }

  /// Forgets what is held and what happened.
  void clear() {
    store.clear();
    saveCalls.clear();
    tokenCalls.clear();
  }
}
