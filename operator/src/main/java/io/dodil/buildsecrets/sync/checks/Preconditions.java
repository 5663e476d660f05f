package io.dodil.buildsecrets.sync.checks;

import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.ownership.Ownership;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.sync.SyncTask;
import java.util.List;
import java.util.Optional;

/// What has to hold before an attempt may begin: the first check that fails names the outcome.
/// Costs no call, and is asked once more with the target's lock held.
public final class Preconditions implements Ownership.Readiness {

  private final Settings settings;
  private final CachedState cache;
  private final SyncState state;
  private final Ownership ownership;
  private final UpToDateCheck upToDate;
  private final List<Check> all;

  /// Those that concern the resource alone and don't end by themselves within a second.
  private final List<Check> ofTheResource;

  public Preconditions(Settings settings, CachedState cache, SyncState state) {
    this.settings = settings;
    this.cache = cache;
    this.state = state;
    this.ownership = new Ownership(settings, state.targets(), this);
    this.upToDate = new UpToDateCheck(settings, cache, state.targets());
    var suspended = new SuspendedCheck(state.targets().inDoubt());
    var size = new SpecSizeCheck();
    var endpoint = new EndpointCheck();
    var organization = new OrganizationCheck(settings);
    var conflict = new TargetConflictCheck(ownership);
    var retryAfter = new RetryAfterCheck(state.retryAfterHolds(), upToDate);
    var backOff = new BackOffCheck();
    var window = new CoalesceWindowCheck(settings.coalesceWindow());
    var owner = new OwnerCheck();
    this.all =
        List.of(
            suspended,
            size,
            endpoint,
            organization,
            conflict,
            upToDate,
            retryAfter,
            backOff,
            window,
            owner);
    this.ofTheResource = List.of(suspended, size, endpoint, organization, retryAfter, backOff);
  }

  /// Whether an attempt may begin.
  public sealed interface Verdict {

    record Passed(SyncTask task) implements Verdict {}

    record Failed(Blocked blocked) implements Verdict {}
  }

  /// What an attempt of the resource would begin with, or why none may begin.
  public Verdict check(Resource resource, Timestamp now) {
    var candidates = targetOf(resource).map(cache::candidates).orElse(List.of());
    boolean isOwner = isOwner(resource, candidates, now);
    var subject = subject(resource, candidates, isOwner, now);
    return blocked(subject)
        .<Verdict>map(Verdict.Failed::new)
        .orElseGet(() -> new Verdict.Passed(subject.task()));
  }

  Optional<Blocked> blocked(Subject subject) {
    return first(all, subject);
  }

  @Override
  public boolean couldStart(Resource resource, Timestamp now) {
    return first(ofTheResource, subject(resource, List.of(), false, now)).isEmpty();
  }

  private static Optional<Blocked> first(List<Check> checks, Subject subject) {
    return checks.stream().flatMap(check -> check.check(subject).stream()).findFirst();
  }

  private Subject subject(
      Resource resource, List<Resource> candidates, boolean isOwner, Timestamp now) {
    return new Subject(
        resource,
        settings.endpoint(resource.spec().endpoint()),
        cache.versions(resource),
        state.resourceStates().of(resource.id().uid()),
        candidates,
        isOwner,
        now);
  }

  /// Whether the resource may save to what it names now.
  public boolean isOwner(Resource resource, Timestamp now) {
    var candidates = targetOf(resource).map(cache::candidates).orElse(List.of());
    return isOwner(resource, candidates, now);
  }

  private boolean isOwner(Resource resource, List<Resource> candidates, Timestamp now) {
    return targetOf(resource)
        .flatMap(target -> ownership.owner(target, candidates, now))
        .filter(owner -> owner.id().equals(resource.id()))
        .isPresent();
  }

  /// Who may save to the target now.
  public Optional<Resource> owner(Target target, Timestamp now) {
    return ownership.owner(target, cache.candidates(target), now);
  }

  /// Whose status keeps what the next process has to know of the target.
  public Optional<Resource> keeper(Target target, Timestamp now) {
    return ownership.keeper(target, cache.candidates(target), now);
  }

  /// Empty when the endpoint is not configured.
  public Optional<Target> targetOf(Resource resource) {
    return ownership.targetOf(resource);
  }

  /// Whether nothing is left to save for the task but, when it is due, the same once more.
  ///
  /// @param secrets versions of its Secrets
  public boolean isInForce(SyncTask task, SecretVersions secrets) {
    return upToDate.isInForce(task.resource(), task.target(), secrets);
  }
}
