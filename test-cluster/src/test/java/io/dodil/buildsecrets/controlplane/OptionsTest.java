package io.dodil.buildsecrets.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OptionsTest {

  private static final Path POLICY = Path.of("/run/policy.yaml");

  @Test
  void theApiServerListensOnTheLoopbackAndKeepsNoLogUnlessTold() {
    assertThat(Options.defaults().allFlags(POLICY)).containsExactly("--bind-address=127.0.0.1");
  }

  @Test
  void furtherFlagsComeAfterOurs() {
    var options = Options.defaults().apiServerFlag("--v=2").auditLog(Path.of("/logs/audit"));

    assertThat(options.allFlags(POLICY))
        .containsExactly(
            "--bind-address=127.0.0.1",
            "--audit-policy-file=/run/policy.yaml",
            "--audit-log-path=/logs/audit",
            "--v=2");
  }
}
