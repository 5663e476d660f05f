package io.dodil.buildsecrets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(ShellFixture.LOG)
@Timeout(60)
class ForeignStatusTest {

  @Test
  void aStatusThatSomebodyElseWroteIsReplaced() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      var right = fixture.cluster.resources.object("acme").path("status");

      fixture.cluster.apply(
          ShellFixture.resource("acme", "") + "status: {observedGeneration: 1, conditions: []}\n");

      ShellFixture.await()
          .untilAsserted(
              () ->
                  assertThat(fixture.cluster.resources.object("acme").path("status"))
                      .isEqualTo(right));
      assertThat(fixture.puts()).isEqualTo(1);
    }
  }
}
