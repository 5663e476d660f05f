package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// What a resource's status said, one after the other, without repetitions.
public final class StatusHistory implements Watcher<BuildSecrets>, AutoCloseable {

  private final List<Said> said = new CopyOnWriteArrayList<>();
  private final Watch watch;

  private StatusHistory(TestNamespace ns) {
    watch = ns.client().resources(BuildSecrets.class).inNamespace(ns.namespace()).watch(this);
  }

  /// Of the one resource of this team, from now on.
  public static StatusHistory of(TestNamespace ns) {
    return new StatusHistory(ns);
  }

  /// One status.
  ///
  /// @param picture `ApiUnavailable Reconciling`, for instance
  public record Said(long generation, String picture, String message) {

    public boolean isWell() {
      return picture.equals("Succeeded");
    }
  }

  @Override
  public void eventReceived(Action action, BuildSecrets resource) {
    var status = resource.getStatus();
    if (status == null) {
      return;
    }
    status
        .condition("Ready")
        .map(
            ready ->
                new Said(
                    status.observedGeneration() == null ? -1 : status.observedGeneration(),
                    picture(ready.reason(), status),
                    ready.message()))
        .filter(next -> said.isEmpty() || !said.getLast().equals(next))
        .ifPresent(said::add);
  }

  private static String picture(String reason, BuildSecretsStatus status) {
    return Stream.of("Reconciling", "Stalled")
        .filter(status::isTrue)
        .reduce(reason, (text, type) -> text + " " + type);
  }

  /// Of this generation.
  public List<Said> of(long generation) {
    return said.stream().filter(s -> s.generation() == generation).toList();
  }

  /// Waits until the last thing said of this generation is that all is well; a watch may be later
  /// than a read.
  public List<Said> whenItEndedWell(long generation) {
    Awaitility.await()
        .until(() -> of(generation), list -> !list.isEmpty() && list.getLast().isWell());
    return of(generation);
  }

  @Override
  public void onClose(WatcherException cause) {
    said.add(new Said(-1, "the watch broke", ""));
  }

  @Override
  public void close() {
    watch.close();
  }
}
