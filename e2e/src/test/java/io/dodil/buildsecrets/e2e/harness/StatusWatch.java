package io.dodil.buildsecrets.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.testkit.StatusRules;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Sees every version of every BuildSecrets of a cluster, and holds each against [StatusRules].
public final class StatusWatch implements Watcher<BuildSecrets>, AutoCloseable {

  private final KubernetesClient client;
  private final Map<String, Seen> byUid = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<String> unchecked = new HashSet<>();
  private @Nullable Watch watch;
  private boolean closed;

  private StatusWatch(KubernetesClient client) {
    this.client = client;
  }

  public static StatusWatch start(KubernetesClient client) {
    var statuses = new StatusWatch(client);
    statuses.watch();
    return statuses;
  }

  private synchronized void watch() {
    if (!closed) {
      watch = client.resources(BuildSecrets.class).inAnyNamespace().watch(this);
    }
  }

  /// A resource: its latest version, and each status that differs from the one before it.
  private record Seen(String version, List<BuildSecretsStatus> statuses) {

    BuildSecretsStatus latest() {
      return statuses.isEmpty() ? BuildSecretsStatus.none() : statuses.getLast();
    }
  }

  @Override
  public synchronized void eventReceived(Action action, BuildSecrets resource) {
    var uid = resource.getMetadata().getUid();
    switch (action) {
      case ADDED, MODIFIED -> byUid.put(uid, next(byUid.get(uid), resource));
      case DELETED -> byUid.remove(uid);
      case ERROR, BOOKMARK -> {}
    }
  }

  private Seen next(@Nullable Seen seen, BuildSecrets resource) {
    var before = seen == null ? new Seen("", List.of()) : seen;
    var version = resource.getMetadata().getResourceVersion();
    var after = Objects.requireNonNullElseGet(resource.getStatus(), BuildSecretsStatus::none);
    if (after.equals(before.latest())) {
      return new Seen(version, before.statuses());
    }
    check(resource, before.latest(), after);
    var statuses = new ArrayList<>(before.statuses());
    statuses.add(after);
    return new Seen(version, List.copyOf(statuses));
  }

  private void check(BuildSecrets resource, BuildSecretsStatus before, BuildSecretsStatus after) {
    var meta = resource.getMetadata();
    if (unchecked.contains(meta.getNamespace())) {
      return;
    }
    try {
      StatusRules.hold(before, after);
      assertThat(after.observedGeneration()).isLessThanOrEqualTo(meta.getGeneration());
      boolean current = Objects.equals(after.observedGeneration(), meta.getGeneration());
      if (current && after.isTrue("Ready") && !resource.getSpec().isSuspended()) {
        var save = Objects.requireNonNull(after.lastSave());
        assertThat(save.uid()).isEqualTo(meta.getUid());
        assertThat(save.generation()).isEqualTo(meta.getGeneration());
      }
    } catch (AssertionError e) {
      violations.add(
          "%s/%s: %s%nbefore: %s%nafter: %s"
              .formatted(meta.getNamespace(), meta.getName(), e.getMessage(), before, after));
    }
  }

  /// In that namespace a test writes statuses itself.
  public synchronized void leaveAlone(String namespace) {
    unchecked.add(namespace);
  }

  /// Each status of the resource that differs from the one before it, oldest first.
  public List<BuildSecretsStatus> statuses(TestNamespace ns, String name) {
    awaitCaughtUp();
    var uid = ns.resource(name).getMetadata().getUid();
    synchronized (this) {
      return Objects.requireNonNull(byUid.get(uid)).statuses();
    }
  }

  /// That no rule was broken since the last time somebody asked.
  public void assertRulesHeld() {
    awaitCaughtUp();
    synchronized (this) {
      var found = List.copyOf(violations);
      violations.clear();
      assertThat(found).as("rules of statuses that were broken").isEmpty();
    }
  }

  private void awaitCaughtUp() {
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> versions().equals(seen()));
  }

  private Map<String, String> versions() {
    return client.resources(BuildSecrets.class).inAnyNamespace().list().getItems().stream()
        .collect(
            Collectors.toMap(
                r -> r.getMetadata().getUid(), r -> r.getMetadata().getResourceVersion()));
  }

  private synchronized Map<String, String> seen() {
    return byUid.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().version()));
  }

  /// The API server was restarted and does not remember what happened before.
  @Override
  public void onClose(WatcherException cause) {
    synchronized (this) {
      byUid.clear();
    }
    watch();
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (watch != null) {
      watch.close();
    }
  }
}
