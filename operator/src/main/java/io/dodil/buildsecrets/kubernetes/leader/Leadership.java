package io.dodil.buildsecrets.kubernetes.leader;

import io.dodil.buildsecrets.kubernetes.client.ClusterFailure;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.TimeSource;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which of several operators works: the one that holds the Lease. The others keep their caches
/// current and watch the Lease, so that one that is released is taken at once.
///
/// A write names the version that was read before, so nobody takes a Lease that was renewed
/// meanwhile.
public final class Leadership {

  /// What others have to know.
  ///
  /// @param tookOver the holder before this process has not released the Lease
  /// @param lost another one may hold the Lease: this process must end
  public record Events(Runnable tookOver, Runnable lost) {}

  private static final Logger log = LoggerFactory.getLogger(Leadership.class);

  private static final Duration RENEW_PERIOD = Duration.ofSeconds(3);
  private static final Duration RETRY_PERIOD = Duration.ofSeconds(1);

  /// A leader that could not renew the Lease for so long ends, before others can take it.
  private static final Duration RENEW_DEADLINE = Duration.ofSeconds(10);

  /// For the last write before the Lease is released.
  private static final Duration END = Duration.ofSeconds(2);

  private final LeaderElectionSettings settings;
  private final InstantSource monotonic;
  private final Runnable tookOver;
  private final Runnable lost;
  private final String identity;
  private final LeaseAccess access;
  private final Semaphore wake = new Semaphore(0);

  private @Nullable SharedIndexInformer<Lease> watch;
  private @Nullable Thread thread;
  private @Nullable Lease held;
  private String lastFailure = "";
  private volatile ObservedLease observed = ObservedLease.NONE;
  private volatile Instant renewed = Instant.MIN;
  private volatile boolean leading;
  private volatile boolean stopping;
  private volatile boolean ended;

  /// Not leading at first, unless there is no election.
  ///
  /// @param events what the rest of the process has to know
  public Leadership(
      KubernetesClient client, LeaderElectionSettings settings, TimeSource clock, Events events) {
    this.settings = settings;
    this.monotonic = clock.monotonic();
    this.tookOver = events.tookOver();
    this.lost = events.lost();
    // a restarted container has its predecessor's host name, and must not pass for it
    this.identity =
        Optional.ofNullable(System.getenv("HOSTNAME")).orElse("operator")
            + "-"
            + UUID.randomUUID().toString().substring(0, 8);
    this.access = new LeaseAccess(client, settings, identity, clock.wall());
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
        && (!settings.enabled()
            || monotonic.instant().isBefore(renewed.plus(LeaderElectionSettings.LEASE_DURATION)));
  }

  /// Whether this process is the one that works, as far as it knows.
  public boolean isLeading() {
    return leading;
  }

  /// From now on the loss of the Lease is intended.
  public void stopping() {
    stopping = true;
  }

  /// Takes part in the election, if there is one.
  ///
  /// @param work called once, when this process leads
  public void start(Runnable work) {
    if (!settings.enabled()) {
      work.run();
      return;
    }
    watch = access.watch(new Watch());
    thread = Thread.ofPlatform().name("leader-election").start(() -> takePart(work));
  }

  private void takePart(Runnable work) {
    try {
      while (!ended) {
        var wait = step(work);
        wake.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
        wake.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!ended) {
        lose();
      }
    }
  }

  /// Tries to take the Lease, or to renew it.
  ///
  /// @return when to do so again, if the watch shows nothing before
  Duration step(Runnable work) {
    var begin = monotonic.instant();
    try {
      var again = leading ? renew(begin) : campaign(begin, work);
      lastFailure = "";
      if (again.isPresent()) {
        return again.get();
      }
    } catch (KubernetesClientException e) {
      failed(ClusterFailure.of(e));
    }
    if (leading && !monotonic.instant().isBefore(renewed.plus(RENEW_DEADLINE))) {
      lose();
    }
    return RETRY_PERIOD;
  }

  private void failed(String cause) {
    if (!cause.equals(lastFailure)) {
      lastFailure = cause;
      log.atWarn()
          .addKeyValue("lease", settings.leaseName())
          .addKeyValue("cause", cause)
          .log("could not read or write the Lease: tries again");
    }
  }

  /// Empty: somebody else was faster.
  private Optional<Duration> campaign(Instant begin, Runnable work) {
    var current = access.read();
    var before = observe(current);
    var remaining = before.remaining(begin);
    if (!remaining.isZero()) {
      return Optional.of(remaining);
    }
    if (!hold(current, begin)) {
      return Optional.empty();
    }
    if (!before.isReleased()) {
      log.atInfo()
          .addKeyValue("lease", settings.leaseName())
          .addKeyValue("holder", before.holder())
          .log(
              "acquired the Lease from a holder that did not release it; its in-flight requests may"
                  + " still be applied");
      tookOver.run();
    }
    leading = true;
    log.atInfo().addKeyValue("lease", settings.leaseName()).log("holds the Lease: reconciles now");
    work.run();
    return Optional.of(RENEW_PERIOD);
  }

  /// Empty: it could not be written.
  private Optional<Duration> renew(Instant begin) {
    if (hold(held, begin)) {
      return Optional.of(RENEW_PERIOD);
    }
    var current = access.read();
    if (current != null && !access.isOurs(current)) {
      lose();
    } else if (hold(current, begin)) {
      return Optional.of(RENEW_PERIOD);
    }
    return Optional.empty();
  }

  /// It counts from before the first request, also when the client repeated one that failed.
  private boolean hold(@Nullable Lease current, Instant begin) {
    var written = access.hold(current);
    written.ifPresent(
        lease -> {
          held = lease;
          renewed = begin;
        });
    return written.isPresent();
  }

  private synchronized ObservedLease observe(@Nullable Lease lease) {
    observed = observed.then(lease, monotonic.instant());
    return observed;
  }

  /// The leader is woken by another holder, the others by a Lease that is released, and all by one
  /// that is deleted.
  private void watched(@Nullable Lease lease) {
    var now = observe(lease);
    if (now.isMissing() || (leading ? !now.holder().equals(identity) : now.isReleased())) {
      wake.release();
    }
  }

  private final class Watch implements ResourceEventHandler<Lease> {

    @Override
    public void onAdd(Lease lease) {
      watched(lease);
    }

    @Override
    public void onUpdate(Lease before, Lease lease) {
      watched(lease);
    }

    @Override
    public void onDelete(Lease lease, boolean unknown) {
      watched(null);
    }
  }

  private void lose() {
    ended = true;
    leading = false;
    if (!stopping) {
      log.atError().addKeyValue("lease", settings.leaseName()).log("lost the Lease: ends");
      lost.run();
    }
  }

  /// Renews the Lease no more.
  ///
  /// @param release lets the next one take over at once instead of when the Lease runs out
  public void end(boolean release) {
    ended = true;
    wake.release();
    if (watch == null || thread == null) {
      return;
    }
    watch.close();
    try {
      thread.join(END);
      leading = false;
      if (release) {
        access.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (KubernetesClientException e) {
      log.atWarn().addKeyValue("status", e.getCode()).log("could not release the Lease");
    }
  }
}
