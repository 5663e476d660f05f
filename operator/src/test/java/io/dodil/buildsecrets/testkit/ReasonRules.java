package io.dodil.buildsecrets.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.Condition.Status;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which reason may stand where, and how the conditions of one status belong together.
public final class ReasonRules {

  private static final Set<String> INVALID_INPUT =
      Set.of("InvalidSecretData", "DuplicateEntry", "PayloadTooLarge", "SecretForbidden");
  private static final Set<String> INVALID_CALL =
      Set.of("SpecTooLarge", "PayloadRejected", "RedirectRejected", "TokenExpired");
  private static final Set<String> REFUSED =
      Set.of(
          "AuthenticationFailed",
          "PermissionDenied",
          "OrganizationMismatch",
          "OrganizationUnnamed");
  private static final Set<String> WAITING_INPUT =
      Set.of("SecretNotFound", "SecretKeyNotFound", "EmptyPayload");
  private static final Set<String> WAITING_CALL =
      Set.of("EndpointNotConfigured", "OrganizationNotAllowed", "TargetConflict");
  private static final Set<String> OUTAGE =
      Set.of(
          "ApiUnavailable",
          "RateLimited",
          "TlsFailure",
          "TokenUnavailable",
          "UnexpectedResponse",
          "SaveNotConfirmed");
  private static final Set<String> UNKNOWN = Set.of("OutcomeUnknown", "SecretReadError");
  private static final Set<String> HELD = Set.of("RemovalGrace", "Suspended");

  private static final Set<String> WAITING = all(WAITING_INPUT, WAITING_CALL);

  /// `type=status` -> the reasons that may stand there.
  public static final Map<String, Set<String>> TABLE =
      Map.of(
          "SecretsResolved=True", Set.of("Resolved"),
          "SecretsResolved=False", all(INVALID_INPUT, WAITING_INPUT),
          "SecretsResolved=Unknown", Set.of("NotEvaluated", "SecretReadError"),
          "Synced=True", Set.of("Saved"),
          "Synced=False",
              all(INVALID_CALL, REFUSED, WAITING_CALL, OUTAGE, HELD, Set.of("AwaitingSecrets")),
          "Synced=Unknown", Set.of("NotAttempted", "OutcomeUnknown"),
          "Ready=True", Set.of("Succeeded"),
          "Ready=False", all(INVALID_INPUT, INVALID_CALL, REFUSED, WAITING, OUTAGE, UNKNOWN, HELD),
          "Reconciling=True", Set.of("Progressing", "ProgressingWithRetry"),
          "Stalled=True",
              all(INVALID_INPUT, INVALID_CALL, REFUSED, Set.of("ProgressDeadlineExceeded")));

  private ReasonRules() {}

  static void hold(BuildSecretsStatus status) {
    assertThat(status.conditions())
        .allSatisfy(c -> assertThat(TABLE.getOrDefault(cell(c), Set.of())).contains(c.reason()));
    var ready = status.condition("Ready").orElseThrow();
    status.condition("Reconciling").ifPresent(c -> reconciling(ready, c));
    status.condition("Stalled").ifPresent(c -> stalled(ready, c));
    if (ready.status() == Status.False) {
      assertThat(status.conditions())
          .as("Ready has its reason and its words from one of the others")
          .filteredOn(c -> Set.of("SecretsResolved", "Synced").contains(c.type()))
          .filteredOn(c -> c.reason().equals(ready.reason()))
          .anyMatch(c -> ready.message().startsWith(c.message()));
    }
  }

  /// As in the table.
  public static String cell(Condition condition) {
    return condition.type() + "=" + condition.status();
  }

  private static void reconciling(Condition ready, Condition reconciling) {
    boolean waits = WAITING.contains(ready.reason()) || HELD.contains(ready.reason());
    assertThat(reconciling.reason()).isEqualTo(waits ? "Progressing" : "ProgressingWithRetry");
    assertThat(all(INVALID_INPUT, INVALID_CALL)).doesNotContain(ready.reason());
    assertThat(reconciling.message()).isEqualTo(ready.message());
  }

  private static void stalled(Condition ready, Condition stalled) {
    assertThat(stalled.reason())
        .isEqualTo(WAITING.contains(ready.reason()) ? "ProgressDeadlineExceeded" : ready.reason());
    assertThat(stalled.message()).isEqualTo(ready.message());
  }

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Set<String> all(Set<String>... sets) {
    return Stream.of(sets).flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
  }
}
