package io.dodil.buildsecrets.sandbox;

/// What a running sandbox is made of.
///
/// @param requiredScope that tokens must have been asked for with; empty: any
record SandboxParts(
    Accounts accounts,
    Issuer issuer,
    TokenDecision desk,
    Store store,
    Faults faults,
    Pause pause,
    History<SaveCall> saveCalls,
    History<TokenCall> tokenCalls,
    String requiredScope) {

  static SandboxParts of(SandboxSettings settings) {
    var accounts = new Accounts(settings.organizations());
    var issuer = new Issuer();
    return new SandboxParts(
        accounts,
        issuer,
        new TokenDecision(accounts, issuer, settings.tokenLifetime()),
        new Store(settings.absentGroups(), settings.history()),
        new Faults(settings.faults()),
        new Pause(),
        new History<>(settings.history()),
        new History<>(settings.history()),
        "");
  }

  /// Another API that takes the same tokens if they were asked for with this scope.
  SandboxParts api(SandboxSettings settings, String scope) {
    desk.offer(scope);
    return new SandboxParts(
        accounts,
        issuer,
        desk,
        new Store(settings.absentGroups(), settings.history()),
        new Faults(FaultPlan.NONE),
        new Pause(),
        new History<>(settings.history()),
        tokenCalls,
        scope);
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
