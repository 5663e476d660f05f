package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.ownership.Ownership;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.resolve.CredentialResolution;
import io.dodil.buildsecrets.resolve.Resolution;
import io.dodil.buildsecrets.status.messages.Message;
import io.dodil.buildsecrets.status.messages.StatusMessages;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.checks.EndpointCheck;
import io.dodil.buildsecrets.sync.checks.OrganizationCheck;
import io.dodil.buildsecrets.sync.checks.SpecSizeCheck;
import io.dodil.buildsecrets.sync.checks.TargetConflictCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Collects why a resource would not be saved.
final class Obstacles {

  private final Optional<Settings> settings;
  private final Facts facts;
  private final Instant now;
  private final List<Obstacle> all = new ArrayList<>();

  Obstacles(Optional<Settings> settings, Facts facts, Instant now) {
    this.settings = settings;
    this.facts = facts;
    this.now = now;
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
      all.add(Obstacle.of(StatusMessages.suspended()));
    }
    settings.ifPresentOrElse(
        this::configuration, () -> SpecSizeCheck.denial(resource).ifPresent(this::denied));
  }

  private void configuration(Settings known) {
    var namespace = facts.resource().id().namespace();
    if (!isWatched(known, namespace)) {
      all.add(
          Obstacle.own(
              "NotWatched",
              "namespace \"%s\" is not among the operator's watchNamespaces".formatted(namespace)));
    }
    var resource = facts.resource();
    var ownership = new Ownership(known, nothingKnown(), (_, _) -> true);
    SpecSizeCheck.denial(resource)
        .or(() -> EndpointCheck.denial(resource, known.endpoint(resource.spec().endpoint())))
        .or(() -> new OrganizationCheck(known).denial(resource))
        .or(() -> new TargetConflictCheck(ownership).denial(resource, candidates(known), now))
        .ifPresent(this::denied);
  }

  private void denied(Denial denial) {
    all.add(Obstacle.of(StatusMessages.of(denial, facts.resource().id())));
  }

  /// Nothing that an operator remembers can be seen from outside.
  private static TargetState nothingKnown() {
    return TargetState.empty(new InDoubtRequests(Duration.ZERO, Duration.ZERO));
  }

  private List<Resource> candidates(Settings known) {
    var others =
        facts.others().resources().stream()
            .filter(c -> isWatched(known, c.id().namespace()))
            .filter(c -> !c.id().path().equals(facts.resource().id().path()));
    return Stream.concat(others, Stream.of(facts.resource())).toList();
  }

  private static boolean isWatched(Settings known, String namespace) {
    return known.watchNamespaces().isEmpty() || known.watchNamespaces().contains(namespace);
  }

  /// What is wrong with Secrets and references. Of those that could not be read nothing is known.
  ///
  /// @param names what problems are about that only count: the caller may read the Secrets
  void problems(
      Resolution resolution, CredentialResolution credential, Map<Problem, List<String>> names) {
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
    problems.forEach(p -> all.add(obstacle(p, names.getOrDefault(p, List.of()))));
  }

  private static Obstacle obstacle(Problem problem, List<String> names) {
    var message = StatusMessages.of(problem);
    var shown = DisplayText.names(problem, names);
    return new Obstacle(
        message.reason().text(),
        shown.isEmpty()
            ? message.text()
            : "%s [%s%s]".formatted(message.text(), isMissing(message) ? "it has: " : "", shown),
        message.reason().severity());
  }

  private static boolean isMissing(Message message) {
    return message.reason() == Reason.SECRET_KEY_NOT_FOUND;
  }

  private static boolean isUnknown(Problem problem, Set<String> unread) {
    return problem instanceof Problem.SecretNotFound(var secret)
        ? unread.contains(secret)
        : problem instanceof Problem.EmptyPayload && !unread.isEmpty();
  }

  void failure(Failure failure) {
    all.add(Obstacle.of(StatusMessages.of(failure, facts.resource().spec())));
  }
}
