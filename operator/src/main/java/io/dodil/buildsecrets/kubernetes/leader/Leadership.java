package io.dodil.buildsecrets.kubernetes.leader;

import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of several operators works: the one that holds the Lease. The others keep their caches
/// warm.
public final class Leadership {

  /// What others have to know.
  ///
  /// @param tookOver the holder before this process has not released the Lease
  /// @param lost another one may hold the Lease: this process must end
  public record Events(Runnable tookOver, Runnable lost) {}

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  /// A standby waits for up to 2.2 times as long before it looks again.
  private static final Duration RETRY_PERIOD = Duration.ofMillis(600);

  private final KubernetesClient client;
  private final LeaderElectionSettings settings;
  private final String namespace;
  private final String identity;
  private final LeaseRenewals renewals;
  private final Runnable tookOver;
  private final Runnable lost;
  private volatile String holder = "";
  private volatile boolean leading;
  private volatile boolean stopping;

  /// Not leading at first, unless there is no election.
  ///
  /// @param events what the rest of the process has to know
  public Leadership(
      KubernetesClient client,
      LeaderElectionSettings settings,
      LeaseRenewals renewals,
      Events events) {
    this.client = client;
    this.settings = settings;
    this.renewals = renewals;
    this.tookOver = events.tookOver();
    this.lost = events.lost();
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

  /// Whether a save may begin at this very moment: also a process that was paused, and has not
  /// noticed that its Lease ran out, begins none.
  public boolean maySave() {
    return leading
        && (!settings.enabled() || renewals.isWithin(LeaderElectionSettings.LEASE_DURATION));
  }

  /// Whether this process is the one that works, as far as it knows.
  public boolean isLeading() {
    return leading;
  }

  /// From now on the loss of the Lease is intended.
  public void stopping() {
    stopping = true;
  }

  public Optional<LeaderElectionConfiguration> configuration() {
    return settings.enabled()
        ? Optional.of(
            LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(settings.leaseName())
                .withLeaseNamespace(namespace)
                .withIdentity(identity)
                .withExitOnStopLeading(false)
                .withLeaseDuration(LeaderElectionSettings.LEASE_DURATION)
                .withRetryPeriod(RETRY_PERIOD)
                .withLeaderCallbacks(new LeaderCallbacks(this::won, this::stopped, this::seen))
                .build())
        : Optional.empty();
  }

  /// The elector tells of each holder in turn, before it says that this process is the one. One
  /// that released the Lease left an empty name; one that died did not.
  private void seen(@Nullable String now) {
    var before = holder;
    holder = now == null ? "" : now;
    if (identity.equals(holder) && !before.isEmpty()) {
      log.atInfo()
          .addKeyValue("lease", settings.leaseName())
          .addKeyValue("holder", before)
          .log("takes the Lease over: what was in flight may still arrive");
      tookOver.run();
    }
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
