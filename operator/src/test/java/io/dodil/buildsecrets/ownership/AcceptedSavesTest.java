package io.dodil.buildsecrets.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Fingerprint;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.Target;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcceptedSavesTest {

  private static final Target ACME = new Target("https://api.test", "acme");
  private static final Fingerprint.Key KEY = Fingerprint.Key.random();

  private final AcceptedSaves accepted = new AcceptedSaves();

  @Test
  void holdsWhatWasAcceptedLast() {
    accepted.accepted(ACME, fingerprint("one"));
    accepted.accepted(ACME, fingerprint("two"));

    assertThat(accepted.holds(ACME, fingerprint("two"))).isTrue();
    assertThat(accepted.holds(ACME, fingerprint("one"))).isFalse();
    assertThat(accepted.holds(new Target("https://api.test", "b"), fingerprint("two"))).isFalse();
  }

  @Test
  void isForgottenWhenASaveStarts() {
    accepted.accepted(ACME, fingerprint("one"));

    accepted.started(ACME, "uid");

    assertThat(accepted.holds(ACME, fingerprint("one"))).isFalse();
  }

  @Test
  void isByAnotherWhoseSaveMayHaveBeenAppliedSince() {
    accepted.started(ACME, "first");
    assertThat(accepted.isByAnother(ACME, "first")).isFalse();

    var before = accepted.started(ACME, "second");
    assertThat(accepted.isByAnother(ACME, "first")).isTrue();

    accepted.rejected(ACME, before);
    assertThat(accepted.isByAnother(ACME, "first")).isFalse();
  }

  @Test
  void isForgottenWhenNoResourceNamesTheTarget() {
    accepted.started(ACME, "first");
    accepted.accepted(ACME, fingerprint("one"));

    accepted.retain(Set.of(ACME));
    assertThat(accepted.holds(ACME, fingerprint("one"))).isTrue();

    accepted.retain(Set.of());
    assertThat(accepted.holds(ACME, fingerprint("one"))).isFalse();
    assertThat(accepted.size()).isZero();
  }

  private static Fingerprint fingerprint(String content) {
    return KEY.ofToken(Sensitive.of(content));
  }
}
