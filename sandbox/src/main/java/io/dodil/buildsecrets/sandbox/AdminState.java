package io.dodil.buildsecrets.sandbox;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/// All that the page shows: the latest first, and no value.
record AdminState(
    List<OrganizationState> organizations,
    List<SaveState> saves,
    List<SaveCall> saveCalls,
    List<TokenCall> tokenCalls,
    FaultPlan faults) {

  private static final int LATEST = 100;

  record OrganizationState(String name, UUID id, Map<String, Map<String, String>> holdings) {}

  record SaveState(Arrival arrival, String organization, String client, List<String> entries) {

    static SaveState of(Save save) {
      return new SaveState(save.arrival(), save.organization(), save.client(), save.sent().names());
    }
  }

  static AdminState of(SandboxParts parts) {
    return new AdminState(
        parts.accounts().organizations().stream().map(o -> organization(o, parts.store())).toList(),
        parts.store().latest(LATEST).stream().map(SaveState::of).toList(),
        parts.saveCalls().latestFirst(LATEST),
        parts.tokenCalls().latestFirst(LATEST),
        parts.faults().planned());
  }

  private static OrganizationState organization(Organization organization, Store store) {
    var name = organization.name();
    return new OrganizationState(name, organization.id(), store.holdings(name).masked());
  }
}
