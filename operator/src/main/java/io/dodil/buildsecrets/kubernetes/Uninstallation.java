package io.dodil.buildsecrets.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Stops the operator's Pods while they still have their rights, and then removes the Lease that
/// they released. `helm uninstall` deletes the rights a moment after the Deployment: without this a
/// leader could neither record its requests in doubt nor release its Lease.
public final class Uninstallation {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final String namespace;

  /// Of a Deployment in that namespace.
  public Uninstallation(KubernetesClient client, String namespace) {
    this.client = client;
    this.namespace = namespace;
  }

  /// What came of it.
  public enum Result {
    /// The Pods have stopped, and there is no Lease.
    DONE,
    /// The Pods have stopped. Their leader did not release its Lease, which tells the next one that
    /// requests may be in doubt, so it stays.
    LEASE_KEPT,
    /// Pods were still there when the time was up.
    STILL_RUNNING,
    /// A hook of a chart that was applied like any other object: nothing was stopped.
    NOT_BY_HELM
  }

  /// Whether a Job was created by a tool that knows nothing of Helm's hooks.
  public boolean isApplied(String job) {
    var object = client.batch().v1().jobs().inNamespace(namespace).withName(job).get();
    return object != null
        && object.getMetadata().getManagedFields().stream()
            .map(entry -> String.valueOf(entry.getManager()))
            .anyMatch(manager -> manager.startsWith("kubectl") || manager.startsWith("argocd"));
  }

  /// Scales the Deployment to zero and waits until its Pods have stopped.
  ///
  /// @return false when they were still there after that time
  public boolean stop(String deployment, Duration longest) throws InterruptedException {
    var scalable = client.apps().deployments().inNamespace(namespace).withName(deployment);
    var found = scalable.get();
    if (found == null) {
      return true;
    }
    scalable.scale(
        new ScaleBuilder()
            .withNewMetadata()
            .withName(deployment)
            .withNamespace(namespace)
            .endMetadata()
            .withNewSpec(0)
            .build());
    var pods =
        client.pods().inNamespace(namespace).withLabelSelector(found.getSpec().getSelector());
    long end = System.nanoTime() + longest.toNanos();
    while (pods.list().getItems().stream().anyMatch(Uninstallation::isRunning)) {
      if (System.nanoTime() > end) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
    }
    return true;
  }

  private static boolean isRunning(Pod pod) {
    return pod.getStatus() == null || !ENDED.contains(pod.getStatus().getPhase());
  }

  /// Removes a Lease that was released; the Pods have stopped.
  public Result removeLease(String leaseNamespace, String lease) {
    var resource = client.leases().inNamespace(leaseNamespace).withName(lease);
    var now = resource.get();
    if (now == null) {
      return Result.DONE;
    }
    var holder = now.getSpec().getHolderIdentity();
    if (holder != null && !holder.isEmpty()) {
      return Result.LEASE_KEPT;
    }
    resource.delete();
    return Result.DONE;
  }
}
