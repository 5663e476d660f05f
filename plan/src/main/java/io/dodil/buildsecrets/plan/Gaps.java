package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.model.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says what was not looked at.
final class Gaps {

  private Gaps() {}

  /// What leaves it open whether the resource would be saved.
  static List<Gap> of(Facts facts) {
    var namespace = facts.resource().id().namespace();
    return facts.secrets().unread().entrySet().stream()
        .map(
            e ->
                switch (e.getValue()) {
                  case REFUSED ->
                      Gap.lacking(
                          "you may not read Secret \"%s\"".formatted(e.getKey()),
                          "get secrets/" + e.getKey(),
                          namespace);
                  case ENCRYPTED ->
                      Gap.of(
                          "Secret \"%s\" stands encrypted in the file, and the cluster has none yet"
                              .formatted(e.getKey()));
                  case MADE_ELSEWHERE ->
                      Gap.of(
                          "Secret \"%s\" is made from an object of the file that only the cluster can read, and the cluster has none yet"
                              .formatted(e.getKey()));
                  case FAILED ->
                      Gap.of("the Kubernetes API did not give Secret \"%s\"".formatted(e.getKey()));
                })
        .toList();
  }

  /// What else could stand in the way.
  static List<Gap> unchecked(Facts facts, Optional<Settings> settings, Proof proof) {
    var gaps = new ArrayList<Gap>();
    var id = facts.resource().id();
    if (facts.validation() instanceof Validation.Unasked(var why)) {
      gaps.add(why);
    }
    if (facts.live() instanceof Facts.Live.Hidden) {
      gaps.add(
          Gap.lacking(
              "you may not see whether it is in the cluster, nor what it saved",
              "get buildsecrets/" + id.name(),
              id.namespace()));
    }
    if (settings.isEmpty()) {
      gaps.add(
          Gap.of(
              "endpoint, organization, secretSelector, limits and other owners were not checked"
                  + " against the operator's configuration: give it by --config"));
    } else {
      others(facts).ifPresent(gaps::add);
    }
    if (proof.unasked()) {
      gaps.add(token(facts.token()));
    }
    return gaps;
  }

  private static Optional<Gap> others(Facts facts) {
    return switch (facts.others().scope()) {
      case EVERYWHERE -> Optional.empty();
      case NAMESPACE ->
          Optional.of(
              Gap.lacking(
                  "whether a resource of another namespace owns the organization could not be"
                      + " looked at",
                  "list buildsecrets",
                  ""));
      case NOWHERE ->
          Optional.of(
              Gap.lacking(
                  "whether another resource owns the organization could not be looked at",
                  "list buildsecrets",
                  ""));
    };
  }

  private static Gap token(TokenCheck check) {
    return check instanceof TokenCheck.Impossible
        ? Gap.of(
            "the token endpoint was not asked: it takes a credential and an endpoint that work")
        : Gap.of("the token endpoint was not asked: --check-token does");
  }
}
