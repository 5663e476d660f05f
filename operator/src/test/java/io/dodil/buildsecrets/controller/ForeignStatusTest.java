package io.dodil.buildsecrets.controller;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(ShellStage.LOG)
@Timeout(60)
class ForeignStatusTest {

  @Test
  void aStatusThatSomebodyElseWroteIsReplaced() {
    try (var stage = ShellStage.withSavedAcme()) {
      var right = stage.cluster.resources.object("acme").path("status");

      stage.cluster.apply(
          ShellStage.resource("acme", "") + "status: {observedGeneration: 1, conditions: []}\n");

      ShellStage.await()
          .untilAsserted(
              () ->
                  assertThat(stage.cluster.resources.object("acme").path("status"))
                      .isEqualTo(right));
      assertThat(stage.puts()).isEqualTo(1);
    }
  }
}
