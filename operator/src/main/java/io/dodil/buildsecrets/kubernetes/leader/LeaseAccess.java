package io.dodil.buildsecrets.kubernetes.leader;

import static java.net.HttpURLConnection.HTTP_CONFLICT;
import static java.net.HttpURLConnection.HTTP_NOT_FOUND;

import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads, watches and writes the Lease in the name of one process.
final class LeaseAccess {

  private final KubernetesClient client;
  private final String namespace;
  private final String name;
  private final String identity;
  private final InstantSource wall;

  LeaseAccess(
      KubernetesClient client,
      LeaderElectionSettings settings,
      String identity,
      InstantSource wall) {
    this.client = client;
    this.namespace =
        settings.leaseNamespace().isEmpty()
            ? Optional.ofNullable(client.getNamespace()).orElse("default")
            : settings.leaseNamespace();
    this.name = settings.leaseName();
    this.identity = identity;
    this.wall = wall;
  }

  private Resource<Lease> lease() {
    return client.leases().inNamespace(namespace).withName(name);
  }

  @Nullable Lease read() {
    return lease().get();
  }

  /// Returns at once, and tries again for as long as it takes.
  SharedIndexInformer<Lease> watch(ResourceEventHandler<Lease> handler) {
    var informer =
        lease().runnableInformer(0).exceptionHandler((_, _) -> true).addEventHandler(handler);
    informer.start();
    return informer;
  }

  boolean isOurs(@Nullable Lease lease) {
    return lease != null
        && lease.getSpec() != null
        && identity.equals(lease.getSpec().getHolderIdentity());
  }

  /// Takes it, or renews it.
  ///
  /// @param current what it was read as; null: there is none
  /// @return empty: somebody changed it after that
  Optional<Lease> hold(@Nullable Lease current) {
    return ifUnchanged(
        () ->
            current == null
                ? client.resource(held(new LeaseBuilder().build())).create()
                : client.resource(held(current)).update());
  }

  /// Leaves it to whoever comes first, if it is ours.
  void release() {
    var current = read();
    if (current != null && isOurs(current)) {
      current.getSpec().setHolderIdentity(null);
      current.getSpec().setLeaseDurationSeconds(1);
      current.getMetadata().setManagedFields(null);
      client.resource(current).update();
    }
  }

  private Lease held(Lease current) {
    var time = wall.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
    var renewed =
        new LeaseBuilder(current)
            .editOrNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .withManagedFields()
            .endMetadata()
            .editOrNewSpec()
            .withLeaseDurationSeconds((int) LeaderElectionSettings.LEASE_DURATION.toSeconds())
            .withRenewTime(time)
            .endSpec()
            .build();
    if (!isOurs(current)) {
      var spec = renewed.getSpec();
      spec.setHolderIdentity(identity);
      spec.setAcquireTime(time);
      spec.setLeaseTransitions(1 + Objects.requireNonNullElse(spec.getLeaseTransitions(), 0));
    }
    return renewed;
  }

  private static Optional<Lease> ifUnchanged(Supplier<Lease> write) {
    try {
      return Optional.of(write.get());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HTTP_CONFLICT || e.getCode() == HTTP_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
