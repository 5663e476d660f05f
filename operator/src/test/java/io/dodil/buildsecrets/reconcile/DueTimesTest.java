package io.dodil.buildsecrets.reconcile;

import static io.dodil.buildsecrets.testkit.ResourceBuilder.resource;
import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.testkit.FakeCluster;
import io.dodil.buildsecrets.testkit.FakeTimers;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DueTimesTest {

  private static final ResourceId ACME = resource("acme").id();
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final Duration SHORT = Duration.ofSeconds(10);

  private final ManualTimeSource clock = new ManualTimeSource();
  private final FakeTimers timers = new FakeTimers(clock.monotonic());
  private final DueTimes dueTimes = new DueTimes(timers, clock.monotonic());

  @Test
  void aReconciliationReplacesTheTimeBefore() {
    dueTimes.replace(ACME, new Next(SHORT, false));
    dueTimes.replace(ACME, new Next(LONG, false));

    assertExpiresIn(LONG);
  }

  @Test
  void aTimeThatIsSoonerWinsAndOneThatIsLaterDoesNot() {
    dueTimes.replace(ACME, new Next(LONG, false));
    dueTimes.atLatest(ACME, SHORT);
    dueTimes.atLatest(ACME, LONG);

    assertExpiresIn(SHORT);
  }

  @Test
  void aTimeAfterATimerHasExpiredIsNewHoweverLateItIs() {
    dueTimes.replace(ACME, new Next(SHORT, false));
    clock.advance(SHORT);
    dueTimes.expired(ACME);

    dueTimes.atLatest(ACME, LONG);

    assertExpiresIn(LONG);
  }

  @Test
  void aTimerThatExpiredLateDoesNotUndoTheOneThatReplacedIt() {
    dueTimes.replace(ACME, new Next(LONG, false));

    dueTimes.expired(ACME);

    assertThat(dueTimes.size()).isEqualTo(1);
  }

  @Test
  void theTimerOfAResourceThatIsGoneIsCancelled() {
    dueTimes.replace(ACME, new Next(SHORT, false));

    dueTimes.cancel(ACME);

    assertThat(timers.expiry(ACME)).isEmpty();
    assertThat(dueTimes.size()).isZero();
  }

  @Test
  void onlyTimersOfResourcesThatTheWatchShowsAreRetained() {
    var cluster = new FakeCluster();
    var other = resource("other");
    cluster.apply(other);
    dueTimes.replace(ACME, new Next(SHORT, false));
    dueTimes.replace(other.id(), new Next(SHORT, false));

    dueTimes.retain(cluster);

    assertThat(timers.expiry(ACME)).isEmpty();
    assertThat(timers.expiry(other.id())).isPresent();
    assertThat(dueTimes.size()).isEqualTo(1);
  }

  private void assertExpiresIn(Duration wait) {
    assertThat(timers.expiry(ACME)).contains(clock.now().monotonic().plus(wait));
  }
}
