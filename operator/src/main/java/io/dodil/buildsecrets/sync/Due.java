package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.ConditionType;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/// When to look at a resource again although nothing happened. Each reconciliation replaces the
/// timer of the one before, so each one has to name the earliest of all times.
public final class Due {

  /// However quiet it is, each resource is looked at once in this time: a lost event costs no more.
  static final Duration LONGEST = Duration.ofMinutes(30);

  static final Duration SOON = Duration.ofSeconds(1);

  private Due() {}

  /// After a reconciliation that leaves the resource with that status.
  public static Instant after(
      SyncResult result, BuildSecretsStatus status, Settings settings, Instant now) {
    var resource = result.resource().with(status);
    // one that is due already was tried in this reconciliation, or can't be: never at once again
    var resync =
        resync(resource, settings, now)
            .map(at -> now.isBefore(at) ? at : result.due().orElse(now.plus(SOON)));
    var latest = now.plus(LONGEST);
    return Stream.of(result.due(), resync, deadline(status, settings, now))
        .flatMap(Optional::stream)
        .filter(latest::isAfter)
        .min(Instant::compareTo)
        .orElse(latest);
  }

  /// When an unchanged set is saved again: at 90 to 100 % of the interval, by a hash of the uid, so
  /// that a fleet that was installed at once does not resync at once.
  public static Optional<Instant> resync(Resource resource, Settings settings, Instant now) {
    if (settings.resyncInterval().isZero()
        || resource.spec().isSuspended()
        || !resource.status().isTrue(ConditionType.READY)) {
      return Optional.empty();
    }
    double share = 0.9 + 0.1 * Math.floorMod(resource.id().uid().hashCode(), 1000) / 1000;
    var interval = Duration.ofMillis((long) (settings.resyncInterval().toMillis() * share));
    return resource.lastSave().map(save -> resync(save.time(), interval, now));
  }

  /// A save far in the future is the work of a clock that was set back: nobody knows how old it is.
  private static Instant resync(Instant saved, Duration interval, Instant now) {
    return saved.isAfter(now.plus(Resource.AHEAD)) ? now : saved.plus(interval);
  }

  private static Optional<Instant> deadline(
      BuildSecretsStatus status, Settings settings, Instant now) {
    return Optional.ofNullable(status.progressingSince())
        .filter(_ -> status.isTrue(ConditionType.RECONCILING))
        .map(since -> since.plus(settings.progressDeadline()))
        .filter(now::isBefore);
  }
}
