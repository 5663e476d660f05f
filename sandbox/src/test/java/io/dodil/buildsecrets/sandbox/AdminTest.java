package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminTest {

  private final Sandbox sandbox = Sandbox.start(SandboxSettings.sample());
  private final Dodil dodil = Dodil.of(sandbox);

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Dodil.Result post(String path, String json) throws IOException {
    var body = RequestBody.create(json, Dodil.JSON);
    return dodil.call(new Request.Builder().url(sandbox.apiUrl() + path).post(body).build());
  }

  @Test
  void addsFaults() throws IOException {
    var plan =
        "{\"save\":[{\"fault\":{\"type\":\"delay\",\"time\":\"1.5s\"},\"times\":2,"
            + "\"organization\":\"acme\"}],\"token\":[{\"fault\":{\"type\":\"opaque-token\"}}]}";

    var answer = post("/admin/faults", plan);

    assertThat(answer).isEqualTo(new Dodil.Result(200, plan, "application/json"));
    assertThat(dodil.get("/admin/faults").body()).isEqualTo(plan);
    assertThat(sandbox.faults().planned().save())
        .containsExactly(
            PlannedFault.<Fault>always(new Fault.Delay(Duration.ofMillis(1500)))
                .times(2)
                .organization("acme"));
  }

  @Test
  void removesFaults() throws IOException {
    sandbox.faults().save(new Fault.Wrapped());

    dodil.call(new Request.Builder().url(sandbox.apiUrl() + "/admin/faults").delete().build());

    assertThat(sandbox.faults().planned()).isEqualTo(FaultPlan.NONE);
  }

  @Test
  void removesTheFaultsOfOneOrganization() throws IOException {
    sandbox.faults().save(PlannedFault.<Fault>always(new Fault.Wrapped()).organization("acme"));
    sandbox.faults().token(PlannedFault.<TokenFault>always(new TokenFault.OpaqueToken()));

    var url = sandbox.apiUrl() + "/admin/faults?organization=acme";
    dodil.call(new Request.Builder().url(url).delete().build());

    assertThat(sandbox.faults().planned().save()).isEmpty();
    assertThat(sandbox.faults().planned().token()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"saves\":[]}",
        "{\"save\":[{\"fault\":{\"type\":\"nonsense\"}}]}",
        "{\"save\":[{\"fault\":{\"type\":\"opaque-token\"}}]}",
        "{\"save\":[{\"fault\":{\"type\":\"delay\"}}]}",
        "{\"save\":[{\"fault\":{\"type\":\"delay\",\"time\":\"soon\"}}]}",
        "{\"save\":[{\"times\":0,\"fault\":{\"type\":\"wrapped\"}}]}",
        "{\"save\":[{\"times\":1}]}",
      })
  void refusesFaultsItDoesNotKnow(String plan) throws IOException {
    assertThat(post("/admin/faults", plan).status()).isEqualTo(400);
    assertThat(sandbox.faults().planned()).isEqualTo(FaultPlan.NONE);
  }

  @Test
  void rotatesAndRevokesClients() throws IOException {
    post("/admin/clients/build-bot/rotate", "{\"secret\":\"another-fake-secret\"}");
    assertThat(dodil.token("build-bot", "another-fake-secret").status()).isEqualTo(200);

    post("/admin/clients/build-bot/revoke", "");
    assertThat(dodil.token("build-bot", "another-fake-secret").status()).isEqualTo(401);
  }

  @Test
  void refusesAClientItDoesNotKnow() throws IOException {
    assertThat(post("/admin/clients/nobody/revoke", "").status()).isEqualTo(400);
    assertThat(post("/admin/clients/build-bot/rotate", "{}").status()).isEqualTo(400);
  }

  @Test
  void forgets() throws IOException {
    dodil.save("build-bot", "{}");

    post("/admin/clear", "");

    assertThat(sandbox.saves()).isEmpty();
  }
}
