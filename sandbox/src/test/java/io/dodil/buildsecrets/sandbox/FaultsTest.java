package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FaultsTest {

  private static final Fault BUSY = new Fault.Respond(503);

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private int save(String client) throws IOException {
    return dodil.save(client, "{}").status();
  }

  @Test
  void endAfterSoManyTimes() throws IOException {
    sandbox.faults().save(BUSY, 2);

    assertThat(save("build-bot")).isEqualTo(503);
    assertThat(save("build-bot")).isEqualTo(503);
    assertThat(save("build-bot")).isEqualTo(200);
  }

  @Test
  void meetOneOrganizationOnly() throws IOException {
    sandbox.faults().save(PlannedFault.once(BUSY).organization("globex"));

    assertThat(save("build-bot")).isEqualTo(200);
    assertThat(save("globex-bot")).isEqualTo(503);
    assertThat(save("globex-bot")).isEqualTo(200);
  }

  @Test
  void meetTheTokensOfOneOrganizationOnly() throws IOException {
    sandbox.faults().token(PlannedFault.<TokenFault>always(BUSY).organization("globex"));

    assertThat(dodil.token("build-bot", "fake-client-secret").status()).isEqualTo(200);
    assertThat(dodil.token("globex-bot", "fake-client-secret").status()).isEqualTo(503);
  }

  @Test
  void comeInTheOrderTheyWereGiven() throws IOException {
    sandbox.faults().save(new Fault.Respond(500), 1);
    sandbox.faults().save(BUSY, 1);

    assertThat(save("build-bot")).isEqualTo(500);
    assertThat(save("build-bot")).isEqualTo(503);
  }

  @Test
  void endWhenTheyAreRemoved() throws IOException {
    sandbox.faults().save(BUSY);
    sandbox.faults().token(BUSY);

    sandbox.faults().clear();

    assertThat(save("build-bot")).isEqualTo(200);
    assertThat(sandbox.faults().planned()).isEqualTo(FaultPlan.NONE);
  }
}
