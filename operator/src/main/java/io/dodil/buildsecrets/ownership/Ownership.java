package io.dodil.buildsecrets.ownership;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Says who may save to a target. Ownership is proved by saving, not by age.
///
/// ```
/// candidates --- whose attempt is under way? --> it goes on
///            |-- saved it before? ------------> the newest save wins
///            `-- nobody did ------------------> by turns of the namespaces, of those that could
///                                               begin an attempt now
/// ```
///
/// So a candidate that can't save delays another one by at most one attempt of its namespace,
/// whatever it changes and however many resources there are. It is a function of the resources and
/// of what this process remembers of attempts.
public final class Ownership {

  private static final Comparator<Resource> BY_AGE =
      comparing(Resource::created).thenComparing(c -> c.id().path());

  private final Settings settings;
  private final TargetState targets;
  private final Readiness readiness;

  public Ownership(Settings settings, TargetState targets, Readiness readiness) {
    this.settings = settings;
    this.targets = targets;
    this.readiness = readiness;
  }

  /// Tells who could begin an attempt.
  public interface Readiness {

    /// Whether nothing that is known without a call would stop an attempt of the resource now, the
    /// other resources aside.
    boolean couldStart(Resource resource, Timestamp now);
  }

  /// Who may save to the target now; empty when nobody could begin an attempt.
  ///
  /// @param resources those that may name the target
  public Optional<Resource> owner(Target target, Collection<Resource> resources, Timestamp now) {
    var candidates = candidates(target, resources);
    return underWay(target, candidates)
        .or(() -> proven(target, candidates, now.wall()))
        .or(
            () ->
                candidates.stream()
                    .filter(c -> readiness.couldStart(c, now))
                    .min(targets.attempts().byTurns(target).thenComparing(BY_AGE)));
  }

  /// Who has proved by the newest save that it owns the target, suspended or not.
  public Optional<Resource> proven(Target target, Collection<Resource> resources, Instant wallNow) {
    Comparator<Resource> newestSave =
        comparing(c -> savedAt(c, target, wallNow).orElse(Instant.MIN), reverseOrder());
    return candidates(target, resources).stream()
        .filter(c -> savedAt(c, target, wallNow).isPresent())
        // times are of whole seconds
        .min(
            newestSave
                .thenComparing(c -> !targets.accepted().isBy(target, c.id().uid()))
                // after a clock was set back, several are of the future, and all count as now
                .thenComparing(c -> c.lastSaveTo(target).orElseThrow().time(), reverseOrder())
                .thenComparing(BY_AGE));
  }

  /// Whose status can keep what the next process has to know of the target.
  public Optional<Resource> keeper(Target target, Collection<Resource> resources, Timestamp now) {
    return owner(target, resources, now)
        .or(() -> candidates(target, resources).stream().min(BY_AGE));
  }

  private Optional<Resource> underWay(Target target, List<Resource> candidates) {
    return targets
        .locks()
        .holder(target)
        .flatMap(uid -> candidates.stream().filter(c -> c.id().uid().equals(uid)).findFirst());
  }

  /// A save with a token that would be refused now proves nothing. A time that is a little ahead is
  /// the work of a clock that is behind.
  private Optional<Instant> savedAt(Resource resource, Target target, Instant wallNow) {
    return resource
        .lastSaveTo(target)
        .filter(resource.organizationRule(settings)::isMetBy)
        .map(save -> save.time().isAfter(wallNow) ? wallNow : save.time());
  }

  /// Those that name the target, are allowed to and are not being deleted.
  private List<Resource> candidates(Target target, Collection<Resource> resources) {
    return resources.stream().filter(c -> names(c, target) && mayOwn(c)).toList();
  }

  private boolean names(Resource resource, Target target) {
    return targetOf(resource).filter(target::equals).isPresent();
  }

  private boolean mayOwn(Resource c) {
    return !c.deleting()
        && settings.allows(c.spec().endpoint(), c.spec().organization(), c.id().namespace());
  }

  /// What the resource names; empty when its endpoint is not configured.
  public Optional<Target> targetOf(Resource resource) {
    return settings.target(resource.spec().endpoint(), resource.spec().organization());
  }
}
