package io.dodil.buildsecrets.status.messages;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The sentences that belong to no problem and no failure, and how several become one message.
public final class Messages {

  /// Of one message.
  private static final int MOST = 8;

  public static final String RESOLVED = "all referenced Secrets are resolved";
  public static final String NOT_EVALUATED =
      "the Secrets have not been looked at for this generation";
  public static final String NOT_ATTEMPTED = "no save has been tried for this generation";
  public static final String AWAITING = "waiting for the Secrets that are referenced";
  public static final String RESUMED = "resumed: changes are saved again";
  public static final String REQUEST_WHILE_SUSPENDED =
      "the requested sync was not started: the resource is suspended";
  public static final String REQUEST_OF_NO_OWNER =
      "the requested sync was not started: another resource owns the organization";

  private Messages() {}

  public static Message readFailed() {
    return new Message(
        Reason.SECRET_READ_ERROR,
        "the Kubernetes API did not let the Secrets be read, retrying at most every 5 min");
  }

  public static Message suspended() {
    return new Message(Reason.SUSPENDED, "suspended by spec.suspend: nothing is sent");
  }

  public static Message removalHeld(Duration grace) {
    return new Message(
        Reason.REMOVAL_GRACE,
        "entries would be removed although the spec is unchanged: waiting %s for them to come back"
            .formatted(duration(grace)));
  }

  /// A resource of another namespace is not named: its name is none of this one's business.
  public static Message denied(Denial denial, ResourceId resource) {
    return switch (denial) {
      case Denial.SpecTooLarge(long limit) ->
          new Message(
              Reason.SPEC_TOO_LARGE,
              "the spec is larger than %d KiB: list fewer or shorter keys and registries, or reference whole Secrets"
                  .formatted(limit >> 10));
      case Denial.EndpointNotConfigured(var endpoint) ->
          new Message(
              Reason.ENDPOINT_NOT_CONFIGURED,
              "endpoint \"%s\" is not in the operator's configuration".formatted(endpoint));
      case Denial.TokenUrlNotConfigured(var endpoint) ->
          new Message(
              Reason.ENDPOINT_NOT_CONFIGURED,
              "endpoint \"%s\" has no token URL in the operator's configuration, which"
                      .formatted(endpoint)
                  + " clientCredentials need");
      case Denial.OrganizationNotAllowed(var organization, var endpoint) ->
          new Message(
              Reason.ORGANIZATION_NOT_ALLOWED,
              "organization \"%s\" at endpoint \"%s\" may not be used from this namespace"
                  .formatted(organization, endpoint));
      case Denial.TargetConflict(var owner, var organization, var endpoint) ->
          new Message(
              Reason.TARGET_CONFLICT,
              "organization \"%s\" at endpoint \"%s\" is owned by %s"
                  .formatted(organization, endpoint, owner(owner, resource)));
    };
  }

  private static String owner(ResourceId owner, ResourceId resource) {
    return owner.namespace().equals(resource.namespace())
        ? "BuildSecrets \"%s\"".formatted(owner.name())
        : "a BuildSecrets of another namespace";
  }

  /// `saved 2 registries, git credentials and 7 build secrets from 4 Secrets`.
  public static String saved(Counts counts, long secrets) {
    var groups = new ArrayList<String>();
    if (counts.registries() > 0) {
      groups.add(count(counts.registries(), "registry", "registries"));
    }
    if (counts.gitCredentials() > 0) {
      groups.add("git credentials");
    }
    if (counts.buildSecrets() > 0) {
      groups.add(count(counts.buildSecrets(), "build secret", "build secrets"));
    }
    var last = groups.removeLast();
    var all = groups.isEmpty() ? last : String.join(", ", groups) + " and " + last;
    return "saved %s from %s".formatted(all, count(secrets, "Secret", "Secrets"));
  }

  public static String acquired(String organization, String endpoint) {
    return "owns organization \"%s\" at endpoint \"%s\" from now on"
        .formatted(organization, endpoint);
  }

  /// People who move from a script want to know when that ended.
  public static String firstSave(SaveReceipt receipt, long secrets) {
    return "%s; whatever organization \"%s\" held at endpoint \"%s\" before is replaced"
        .formatted(
            saved(receipt.counts(), secrets), receipt.target().organization(), receipt.endpoint());
  }

  /// What an absent group does is assumed, and nothing can be read back.
  public static String groupsRemoved(List<String> groups) {
    return "no %s are sent any more; that those saved before are gone can't be confirmed"
        .formatted(String.join(" and no ", groups));
  }

  public static String overwritten(int times) {
    return "another writer changed this status %d times, and it was restored: only the operator may write it"
        .formatted(times);
  }

  /// All of them, the worst first and else in the order they were found.
  public static String message(List<Message> messages) {
    var sentences =
        messages.stream()
            .sorted(Comparator.comparing(f -> f.reason().severity()))
            .map(Message::text)
            .toList();
    var shown = sentences.stream().limit(MOST).collect(Collectors.joining("; "));
    return sentences.size() > MOST
        ? "%s; and %d more".formatted(shown, sentences.size() - MOST)
        : shown;
  }

  /// What holds now, at the end of every message of a resource that is not ready.
  public static String inForce(String message, boolean saved) {
    return message
        + (saved ? "; the set saved last stays in force" : "; nothing has been saved yet");
  }

  private static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  private static String duration(Duration d) {
    return d.toSeconds() % 60 == 0 && d.toMinutes() > 0
        ? d.toMinutes() + " min"
        : d.toSeconds() > 0 ? d.toSeconds() + " s" : d.toMillis() + " ms";
  }
}
