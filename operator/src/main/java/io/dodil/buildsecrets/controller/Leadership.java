package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of several operators works: the one that holds the Lease. The others keep their caches
/// warm.
public final class Leadership {

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private final KubernetesClient client;
  private final LeaderElectionSettings settings;
  private final String namespace;
  private final String identity;
  private final Runnable lost;
  private volatile boolean leading;
  private volatile boolean stopping;

  /// Not leading at first, unless there is no election.
  ///
  /// @param lost called when another one may hold the Lease: this process must end
  public Leadership(KubernetesClient client, LeaderElectionSettings settings, Runnable lost) {
    this.client = client;
    this.settings = settings;
    this.lost = lost;
    this.namespace =
        settings.leaseNamespace().isEmpty()
            ? Optional.ofNullable(client.getNamespace()).orElse("default")
            : settings.leaseNamespace();
    // a restarted container has its predecessor's host name, and must not pass for it
    this.identity =
        Optional.ofNullable(System.getenv("HOSTNAME")).orElse("operator")
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    this.leading = !settings.enabled();
  }

  /// Of this process, among all that ever take part.
  public String identity() {
    return identity;
  }

  public boolean isLeading() {
    return leading;
  }

  /// From now on the loss of the Lease is intended.
  public void stopping() {
    stopping = true;
  }

  Optional<LeaderElectionConfiguration> configuration() {
    return settings.enabled()
        ? Optional.of(
            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(settings.leaseName())
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(this::won, this::stopped, _ -> {}))
                .build())
        : Optional.empty();
  }

  private void won() {
    leading = true;
    log.atInfo().addKeyValue("lease", settings.leaseName()).log("holds the Lease: works now");
  }

  private void stopped() {
    leading = false;
    if (!stopping) {
      log.atError().addKeyValue("lease", settings.leaseName()).log("lost the Lease: ends");
      lost.run();
    }
  }

  /// Lets the next one take over at once instead of when the Lease runs out.
  public void release() {
    if (!settings.enabled()) {
      return;
    }
    try {
      var lease = client.leases().inNamespace(namespace).withName(settings.leaseName()).get();
      if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
        lease.getSpec().setHolderIdentity(null);
        lease.getSpec().setLeaseDurationSeconds(1);
        lease.getMetadata().setManagedFields(null);
        client.resource(lease).update();
      }
    } catch (KubernetesClientException e) {
      log.atWarn().addKeyValue("status", e.getCode()).log("could not release the Lease");
    }
  }
}
