package io.dodil.buildsecrets.target;

import static java.util.Comparator.comparing;
import static java.util.Comparator.reverseOrder;

import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Target;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;

/// Who may save to a target. Two resources can name one organization; only its owner ever sends.
///
/// ```
/// candidates --- has begun to save? -> keeps it
///            |-- saved it before? ---> the newest save wins
///            `-- nobody did ---------> the oldest that is not suspended and has not given way
/// ```
///
/// So a latecomer never displaces a working owner, one that can't save never blocks the others, and
/// nothing has to be seeded: it is a function of the resources, pins, and those who gave way.
public final class Ownership {

  private static final Comparator<Candidate> BY_AGE =
      comparing(Candidate::created).thenComparing(c -> c.id().path());

  private final Settings settings;
  private final Claims claims;
  private final Function<Candidate, SecretVersions> versions;

  /// By configuration and by what happened in this process.
  ///
  /// @param versions of the Secrets that a resource references, as they are now
  public Ownership(Settings settings, Claims claims, Function<Candidate, SecretVersions> versions) {
    this.settings = settings;
    this.claims = claims;
    this.versions = versions;
  }

  /// Of the resources that name the target, are allowed to and are not being deleted.
  public Optional<Candidate> owner(Target target, Collection<Candidate> resources) {
    var candidates = resources.stream().filter(c -> names(c, target) && mayOwn(c)).toList();
    Comparator<Candidate> newestSave =
        comparing(c -> c.lastSaveTo(target).map(s -> s.time()).orElse(Instant.MIN), reverseOrder());
    var proven =
        candidates.stream()
            .filter(c -> c.lastSaveTo(target).isPresent())
            .min(newestSave.thenComparing(BY_AGE));
    var active = candidates.stream().filter(c -> !c.spec().isSuspended()).toList();
    return claims
        .pinned(target, candidates)
        .or(() -> proven)
        .or(() -> active.stream().filter(c -> !claims.hasGivenWay(c, target, versions)).min(BY_AGE))
        .or(() -> active.stream().min(BY_AGE))
        .or(() -> candidates.stream().min(BY_AGE));
  }

  private boolean names(Candidate candidate, Target target) {
    return targetOf(candidate).filter(target::equals).isPresent();
  }

  private boolean mayOwn(Candidate c) {
    return !c.deleting()
        && settings.allows(c.spec().endpoint(), c.spec().organization(), c.id().namespace());
  }

  /// What the resource names; empty when its endpoint is not configured.
  public Optional<Target> targetOf(Candidate candidate) {
    return settings
        .endpoint(candidate.spec().endpoint())
        .map(e -> e.target(candidate.spec().organization()));
  }
}
