package io.dodil.buildsecrets.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Target;
import io.dodil.buildsecrets.model.Timestamp;
import io.dodil.buildsecrets.testkit.ManualTimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The call timeout is 30 s and the Lease lasts 15 s, so calls of a former leader may be applied
/// for 75 s.
class InDoubtRequestsTest {

  private static final Target ACME = new Target("https://api.test", "acme");
  private static final Instant START = ManualTimeSource.START;

  private final InDoubtRequests inDoubt =
      new InDoubtRequests(Duration.ofSeconds(30), Duration.ofSeconds(15));

  @Test
  void aTakeoverOutlastsARequestInDoubtThatEndsBeforeIt() {
    inDoubt.takeover(START);
    inDoubt.inDoubt(ACME, START);

    inDoubt.accepted(ACME, START.plusSeconds(40));

    assertThat(inDoubt.due(ACME)).contains(START.plusSeconds(75));
  }

  @Test
  void aRequestInDoubtOutlastsATakeoverThatEndsBeforeIt() {
    inDoubt.takeover(START);
    inDoubt.inDoubt(ACME, START.plusSeconds(60));

    inDoubt.accepted(ACME, START.plusSeconds(80));

    assertThat(inDoubt.due(ACME)).contains(START.plusSeconds(90));
  }

  @Test
  void aSaveThatBeganAfterBothConfirms() {
    inDoubt.takeover(START);
    inDoubt.inDoubt(ACME, START);

    inDoubt.accepted(ACME, START.plusSeconds(75));

    assertThat(inDoubt.due(ACME)).isEmpty();
    assertThat(inDoubt.until(ACME)).isEmpty();
  }

  @Test
  void aRecordThatAStandbyLearnedIsDueAtTheEndOfItsTakeoverAndNotBefore() {
    learn(START.plusSeconds(20), START);

    inDoubt.takeover(START.plusSeconds(5));

    assertThat(inDoubt.due(ACME)).contains(START.plusSeconds(80));
  }

  @Test
  void aRecordThatASaveConfirmedCountsForNothing() {
    inDoubt.accepted(ACME, START.plusSeconds(50));

    learn(START.plusSeconds(50), START.plusSeconds(60));

    assertThat(inDoubt.due(ACME)).isEmpty();
  }

  @Test
  void aRecordBeyondTheSaveThatConfirmedCounts() {
    inDoubt.accepted(ACME, START.plusSeconds(50));

    learn(START.plusSeconds(51), START.plusSeconds(60));

    assertThat(inDoubt.due(ACME)).contains(START.plusSeconds(51));
  }

  @Test
  void aRecordOfWhatASaveConfirmedCountsForNothingAlthoughItIsRoundedUp() {
    inDoubt.inDoubt(ACME, START.plusMillis(300));
    inDoubt.accepted(ACME, START.plusMillis(30_300));

    learn(START.plusSeconds(31), START.plusSeconds(31));

    assertThat(inDoubt.due(ACME)).isEmpty();
  }

  @Test
  void aRecordOfAKnownDoubtDoesNotMakeItOneOfAnotherProcess() {
    inDoubt.inDoubt(ACME, START);
    inDoubt.accepted(ACME, START.plusSeconds(1));

    learn(START.plusSeconds(30), START.plusSeconds(2));
    inDoubt.withdraw(ACME);

    assertThat(inDoubt.due(ACME)).contains(START.plusSeconds(30));
  }

  @Test
  void anEarlierRecordChangesNothing() {
    learn(START.plusSeconds(30), START);

    learn(START.plusSeconds(20), START);
    inDoubt.withdraw(ACME);

    assertThat(inDoubt.size()).isZero();
  }

  @Test
  void aRecordThatIsWithdrawnCountsNoMore() {
    learn(START.plusSeconds(30), START);

    inDoubt.withdraw(ACME);

    assertThat(inDoubt.size()).isZero();
  }

  @Test
  void aRecordDuringATakeoverLastsAsLongAsTheTakeover() {
    inDoubt.takeover(START);

    learn(START.plusSeconds(30), START);

    assertThat(inDoubt.due(ACME)).contains(START.plusSeconds(75));
  }

  @Test
  void aTargetThatNoResourceNamesIsForgottenWhenNoCallCanChangeItAnyMore() {
    inDoubt.inDoubt(ACME, START);

    inDoubt.retain(Set.of(), START.plusSeconds(29));
    assertThat(inDoubt.size()).isEqualTo(1);

    inDoubt.retain(Set.of(), START.plusSeconds(30));
    assertThat(inDoubt.size()).isZero();
  }

  @Test
  void aTargetThatAResourceNamesIsKeptUntilItIsConfirmed() {
    inDoubt.inDoubt(ACME, START);

    inDoubt.retain(Set.of(ACME), START.plusSeconds(30));

    assertThat(inDoubt.size()).isEqualTo(1);
  }

  private void learn(Instant until, Instant now) {
    inDoubt.learn(ACME, until, new Timestamp(now, now));
  }
}
