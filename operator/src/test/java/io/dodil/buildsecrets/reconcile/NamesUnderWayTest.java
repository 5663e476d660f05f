package io.dodil.buildsecrets.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesUnderWayTest {

  private final NamesUnderWay underWay = new NamesUnderWay();

  @Test
  void oneRunOfANameIsUnderWayAtATime() {
    assertThat(underWay.begin("ci/acme")).isTrue();
    assertThat(underWay.begin("ci/acme")).isFalse();
    assertThat(underWay.begin("ci/other")).isTrue();
  }

  @Test
  void theEndSaysOnceThatAnotherRunWasWanted() {
    underWay.begin("ci/acme");
    underWay.begin("ci/acme");

    assertThat(underWay.end("ci/acme")).isTrue();

    assertThat(underWay.begin("ci/acme")).isTrue();
    assertThat(underWay.end("ci/acme")).isFalse();
  }
}
