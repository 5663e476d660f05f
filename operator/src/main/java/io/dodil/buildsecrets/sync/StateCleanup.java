package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.auth.CredentialRef;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.RetryAfterHolds;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps what a process remembers no larger than what exists.
final class StateCleanup {

  private final Settings settings;
  private final SyncState state;

  StateCleanup(Settings settings, SyncState state) {
    this.settings = settings;
    this.state = state;
  }

  /// Forgets what no cached resource refers to any more.
  void retain(Collection<Resource> cached, Timestamp now) {
    var uids = new HashSet<String>();
    var named = new HashSet<Target>();
    var credentials = new HashSet<CredentialRef>();
    var holds = new HashSet<RetryAfterHolds.Key>();
    for (var resource : cached) {
      uids.add(resource.id().uid());
      settings
          .endpoint(resource.spec().endpoint())
          .map(endpoint -> SyncTask.of(resource, endpoint, SecretVersions.none()))
          .ifPresent(
              task -> {
                named.add(task.target());
                holds.add(task.holdKey());
                task.credentialRef().ifPresent(credentials::add);
              });
    }
    state.resourceStates().retain(uids);
    state.targets().retain(named, now.monotonic());
    state.tokens().retain(credentials);
    state.retryAfterHolds().retain(holds);
    state.spacing().retain(now.monotonic());
  }

  /// How many entries each kind of memory has.
  Map<String, Integer> sizes() {
    var sizes = new LinkedHashMap<String, Integer>();
    sizes.put("resources", state.resourceStates().size());
    sizes.put("accepted_saves", state.targets().accepted().size());
    sizes.put("attempts", state.targets().attempts().size());
    sizes.put("in_doubt", state.targets().inDoubt().size());
    sizes.put("confirmations", state.targets().inDoubt().confirmations());
    sizes.put("tokens", state.tokens().size());
    sizes.put("token_refreshes", state.tokens().refreshes());
    sizes.put("rate_limits", state.retryAfterHolds().size());
    sizes.put("spaced_namespaces", state.spacing().size());
    return sizes;
  }
}
