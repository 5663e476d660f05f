package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.resolve.CredentialResolution;
import io.dodil.buildsecrets.resolve.Resolution;
import io.dodil.buildsecrets.status.Findings;
import io.dodil.buildsecrets.sync.Denials;
import io.dodil.buildsecrets.target.Candidate;
import io.dodil.buildsecrets.target.Claims;
import io.dodil.buildsecrets.target.Ownership;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Collects why a resource would not be saved.
final class Obstacles {

  private final Optional<Settings> settings;
  private final Facts facts;
  private final List<Obstacle> all = new ArrayList<>();

  Obstacles(Optional<Settings> settings, Facts facts) {
    this.settings = settings;
    this.facts = facts;
  }

  /// The worst first, else in the order of the spec.
  List<Obstacle> all() {
    return all.stream().sorted(Comparator.comparing(Obstacle::severity)).toList();
  }

  /// What has nothing to do with Secrets.
  void configuration() {
    var resource = facts.resource();
    if (facts.validation() instanceof Validation.Refused(var sentences)) {
      sentences.forEach(s -> all.add(Obstacle.own("Invalid", s)));
    }
    if (resource.deleting()) {
      all.add(Obstacle.own("Deleting", "the resource is being deleted"));
    }
    if (resource.spec().isSuspended()) {
      all.add(Obstacle.of(Findings.suspended()));
    }
    settings.ifPresent(this::configuration);
  }

  private void configuration(Settings known) {
    var namespace = facts.resource().id().namespace();
    if (!isWatched(known, namespace)) {
      all.add(
          Obstacle.own(
              "NotWatched",
              "namespace \"%s\" is not among the operator's watchNamespaces".formatted(namespace)));
    }
    var claims = new Claims();
    var ownership = new Ownership(known, claims, _ -> SecretVersions.none());
    new Denials(known, ownership)
        .of(facts.resource(), () -> candidates(known, claims, ownership))
        .ifPresent(d -> all.add(Obstacle.of(Findings.of(d, facts.resource().id()))));
  }

  /// Of what the operator remembers of them only this can be seen from outside: one that never
  /// saved and is stalled lets others try.
  private List<Candidate> candidates(Settings known, Claims claims, Ownership ownership) {
    var others =
        facts.others().resources().stream()
            .filter(c -> isWatched(known, c.id().namespace()))
            .filter(c -> !c.id().path().equals(facts.resource().id().path()))
            .toList();
    for (var other : others) {
      ownership
          .targetOf(other)
          .filter(_ -> other.status().isTrue("Stalled"))
          .filter(target -> other.lastSaveTo(target).isEmpty())
          .ifPresent(target -> claims.giveWay(other, target, SecretVersions.none()));
    }
    var all = new ArrayList<>(others);
    all.add(facts.resource());
    return all;
  }

  private static boolean isWatched(Settings known, String namespace) {
    return known.watchNamespaces().isEmpty() || known.watchNamespaces().contains(namespace);
  }

  /// What is wrong with Secrets and references. Of those that could not be read nothing is known.
  void problems(Resolution resolution, CredentialResolution credential) {
    var problems = new LinkedHashSet<Problem>();
    if (facts.secrets().areTooLarge()) {
      problems.add(new Problem.SecretsTooLarge(SecretContent.MAX_TOGETHER));
    }
    if (credential instanceof CredentialResolution.Unresolved(var found)) {
      problems.addAll(found);
    }
    if (resolution instanceof Resolution.Unresolved(var found)) {
      problems.addAll(found);
    }
    problems.removeIf(p -> isUnknown(p, facts.secrets().unread().keySet()));
    problems.forEach(p -> all.add(Obstacle.of(Findings.of(p))));
  }

  private static boolean isUnknown(Problem problem, Set<String> unread) {
    return problem instanceof Problem.SecretNotFound(var secret)
        ? unread.contains(secret)
        : problem instanceof Problem.EmptyPayload && !unread.isEmpty();
  }

  void failure(Failure failure) {
    all.add(Obstacle.of(Findings.of(failure, facts.resource().spec().organization())));
  }
}
