package io.dodil.buildsecrets.sync.checks;

import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.CACHED;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.NOW;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.saved;
import static io.dodil.buildsecrets.sync.checks.SubjectBuilder.subject;
import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.auth.Tokens;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Resource;
import io.dodil.buildsecrets.ownership.InDoubtRequests;
import io.dodil.buildsecrets.ownership.TargetState;
import io.dodil.buildsecrets.sync.SyncOutcome.Deferred;
import io.dodil.buildsecrets.sync.SyncOutcome.Denial;
import io.dodil.buildsecrets.sync.SyncOutcome.HeldByRetryAfter;
import io.dodil.buildsecrets.sync.SyncOutcome.ReadFailed;
import io.dodil.buildsecrets.sync.SyncOutcome.Standing;
import io.dodil.buildsecrets.sync.SyncOutcome.Suspended;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged;
import io.dodil.buildsecrets.sync.SyncOutcome.Unchanged.Because;
import io.dodil.buildsecrets.sync.SyncState;
import io.dodil.buildsecrets.sync.Unaccepted;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.FakeTokenEndpoint;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import io.dodil.buildsecrets.testkit.ResourceBuilder;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreconditionsTest {

  private static final Failure BUSY = new Failure.RateLimited(Failure.Party.API);
  private static final Resource PROVEN = resource("other", c -> c.saved(NOW.minusSeconds(60)));

  private final SyncState state =
      SyncState.empty(
          new Tokens(new FakeTokenEndpoint(), new ManualTimeSource().monotonic(), () -> 0.5),
          TargetState.empty(new InDoubtRequests(Duration.ofSeconds(30), Duration.ZERO)));

  @Test
  void areCheckedInThisOrder() {
    assertThat(IntStream.range(0, 10).mapToObj(this::withoutTheFirst).toList())
        .containsExactly(
            Optional.of(Blocked.by(new Suspended(Standing.UNKNOWN))),
            Optional.of(Blocked.by(new Denial.SpecTooLarge(JsonSize.LARGEST_SPEC))),
            Optional.of(Blocked.by(new Denial.EndpointNotConfigured("staging"))),
            Optional.of(Blocked.by(new Denial.OrganizationNotAllowed("acme", "staging"))),
            Optional.of(Blocked.by(new Denial.TargetConflict(PROVEN.id(), "acme", "staging"))),
            Optional.of(Blocked.until(NOW.plusSeconds(90), new HeldByRetryAfter(BUSY))),
            Optional.of(Blocked.until(NOW.plusSeconds(60), new Deferred(new ReadFailed()))),
            Optional.of(Blocked.until(NOW.plusSeconds(1), new Unchanged(Because.COALESCING))),
            Optional.of(Blocked.until(NOW.plusSeconds(5), new Unchanged(Because.DEFERRED))),
            Optional.empty());
  }

  /// What stands in the way of a resource when everything does but the first n.
  private Optional<Blocked> withoutTheFirst(int n) {
    var subject = subject(c -> spec(c, n)).with(n <= 4 ? PROVEN : resource("other"));
    state.retryAfterHolds().retain(Set.of());
    if (n <= 2) {
      subject.endpoint(Optional.empty());
    }
    if (n <= 5) {
      state
          .retryAfterHolds()
          .hold(subject().now().task().holdKey(), BUSY, NOW, Duration.ofSeconds(90));
    }
    if (n <= 7) {
      var failed =
          new Unaccepted(
              1, Optional.empty(), CACHED, new ReadFailed(), NOW.plusSeconds(n <= 6 ? 60 : 0));
      subject.remembered(m -> m.ended(NOW, Optional.of(failed)));
    }
    if (n <= 8) {
      subject.notOwner();
    }
    return preconditions(n <= 3 ? "other" : "ci").blocked(subject.now());
  }

  private static void spec(ResourceBuilder resource, int n) {
    if (n <= 0) {
      resource.spec(s -> s.suspended());
    }
    if (n <= 1) {
      resource.tooLarge();
    }
  }

  @Test
  void letWhatIsUpToDateWaitForNothing() {
    state
        .retryAfterHolds()
        .hold(subject().now().task().holdKey(), BUSY, NOW, Duration.ofSeconds(90));
    var attempted = saved().remembered(m -> m.ended(NOW, Optional.empty()));

    assertThat(preconditions("ci").blocked(attempted.now())).contains(new Blocked.UpToDate(false));
  }

  private Preconditions preconditions(String namespace) {
    var settings = SettingsBuilder.settings(s -> s.allow("acme", namespace));
    return new Preconditions(settings, new FakeCluster(), state);
  }
}
