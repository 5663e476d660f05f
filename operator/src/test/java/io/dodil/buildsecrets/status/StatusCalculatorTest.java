package io.dodil.buildsecrets.status;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Counts;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.model.SecretVersions;
import io.dodil.buildsecrets.model.TokenOrganization;
import io.dodil.buildsecrets.sync.SyncOutcome;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.SyncOutcome.Denied;
import io.dodil.buildsecrets.sync.SyncOutcome.HeldByRetryAfter;
import io.dodil.buildsecrets.sync.SyncOutcome.NotSaved;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.RemovalHeld;
import io.dodil.buildsecrets.sync.SyncOutcome.Saved;
import io.dodil.buildsecrets.sync.SyncOutcome.Standing;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unresolved;
import io.dodil.buildsecrets.sync.retry.Persistence;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.Samples;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import io.dodil.buildsecrets.testkit.StatusRules;
import io.dodil.buildsecrets.testkit.StatusText;
import io.dodil.buildsecrets.testkit.SyncResults;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StatusCalculatorTest {

  private static final Instant NOW = ManualTimeSource.START;
  private static final Failure DOWN = new Failure.ApiUnavailable(Optional.of(503));
  private static final SyncOutcome MISSING =
      new Unresolved(List.of(new Problem.SecretNotFound("npm")));

  private final StatusCalculator calculator = new StatusCalculator(Duration.ofMinutes(10));

  /// Each as the first of a resource, and as one that follows a save.
  static Map<String, SyncOutcome> outcomes() {
    return Map.ofEntries(
        Map.entry("saved", saved()),
        Map.entry("denied", new Denied(new Denial.OrganizationNotAllowed("acme", "staging"))),
        Map.entry("too-large", new Denied(new Denial.SpecTooLarge(64 << 10))),
        Map.entry("gated", new HeldByRetryAfter(new Failure.RateLimited(Failure.Party.API))),
        Map.entry("missing", MISSING),
        Map.entry("invalid", new Unresolved(List.of(new Problem.RequestTooLarge(1 << 20)))),
        Map.entry("unread", new ReadFailed()),
        Map.entry("outage", new NotSaved(DOWN, Persistence.RECENT)),
        Map.entry("unknown", new NotSaved(new Failure.OutcomeUnknown(), Persistence.RECENT)),
        Map.entry("refused", new NotSaved(new Failure.PermissionDenied(), Persistence.RECENT)),
        Map.entry(
            "refused-for-long",
            new NotSaved(new Failure.PermissionDenied(), Persistence.PERSISTENT)),
        Map.entry("rejected", new NotSaved(new Failure.PayloadRejected(422), Persistence.RECENT)),
        Map.entry("held", new RemovalHeld(Duration.ofSeconds(30))),
        Map.entry("suspended", new Suspended(Standing.UNKNOWN)));
  }

  private static SyncOutcome outcome(String name) {
    return Optional.ofNullable(outcomes().get(name)).orElseThrow();
  }

  static Stream<String> cases() {
    return outcomes().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatCameOfTheFirstRun(String outcome) throws IOException {
    var next = after(BuildSecretsStatus.none(), outcome(outcome), NOW);

    StatusText.expect("first/" + outcome, next);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void saysWhatCameOfARunAfterASave(String outcome) throws IOException {
    var ready = after(BuildSecretsStatus.none(), saved(), NOW);

    var next = after(ready, outcome(outcome), NOW.plusSeconds(60));

    StatusText.expect("saved/" + outcome, next);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void staysEqualInAnUnchangedWorld(String outcome) {
    var first = after(BuildSecretsStatus.none(), outcome(outcome), NOW);

    var second = after(first, outcome(outcome), NOW.plusMillis(1500));

    assertThat(second).isEqualTo(first);
  }

  @Test
  void changesNothingWhenNothingWasLearned() {
    var some = after(BuildSecretsStatus.none(), MISSING, NOW);

    assertThat(after(some, new Unchanged(Unchanged.Because.NOTHING_CHANGED), NOW.plusSeconds(9)))
        .isSameAs(some);
  }

  @Test
  void aResyncThatFailedSaysSomethingWhenTheStatusWasRemoved() {
    var saved = after(BuildSecretsStatus.none(), saved(), NOW);
    var resync = new SyncOutcome.ResyncFailed(DOWN);

    assertThat(after(saved, resync, NOW.plusSeconds(9))).isSameAs(saved);
    assertThat(
            after(BuildSecretsStatus.none(), resync, NOW).condition("Ready").orElseThrow().reason())
        .isEqualTo("ApiUnavailable");
  }

  @Test
  void isStalledAtTheProgressDeadlineAndNotBefore() {
    var first = after(BuildSecretsStatus.none(), MISSING, NOW);

    var before = after(first, MISSING, NOW.plusSeconds(599));
    var at = after(before, MISSING, NOW.plusSeconds(600));

    assertThat(before.isTrue("Reconciling")).isTrue();
    assertThat(at.condition("Stalled").orElseThrow().reason())
        .isEqualTo("ProgressDeadlineExceeded");
  }

  @Test
  void countsTheDeadlineAnewWhenAnOutageTurnsToWaiting() {
    var outage = after(BuildSecretsStatus.none(), new NotSaved(DOWN, Persistence.RECENT), NOW);

    var waiting = after(outage, MISSING, NOW.plusSeconds(3600));

    assertThat(waiting.isTrue("Reconciling")).isTrue();
    assertThat(waiting.progressingSince()).isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void holdsTheRulesWhateverHappens() {
    var random = new Random(3);
    var all = new ArrayList<SyncOutcome>(outcomes().values());
    Samples.of(Failure.class).forEach(f -> all.add(new NotSaved(f, Persistence.RECENT)));
    Samples.of(Problem.class).forEach(p -> all.add(new Unresolved(List.of(p))));
    var status = BuildSecretsStatus.none();
    var now = NOW;

    for (int i = 0; i < 5000; i++) {
      now = now.plusMillis(random.nextInt(400_000));
      status = after(status, all.get(random.nextInt(all.size())), now);
    }

    assertThat(status.conditions()).isNotEmpty();
  }

  private BuildSecretsStatus after(BuildSecretsStatus previous, SyncOutcome outcome, Instant now) {
    var result = SyncResults.of(resource("acme").with(previous), outcome);
    var next = calculator.after(previous, result, now);
    StatusRules.hold(previous, result, next);
    return next;
  }

  private static SyncOutcome saved() {
    return new Saved(
        new SaveReceipt(
            resource("acme").id(),
            NOW,
            1,
            "staging",
            SettingsBuilder.STAGING.target("acme"),
            new TokenOrganization(true, Optional.empty()),
            new Counts(0, 0, 1),
            SecretVersions.of(Map.of("dodil", "1", "npm", "2")),
            "request-1"));
  }
}
