package io.dodil.buildsecrets.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.ProxyEnvironment;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyUseTest {

  @Test
  void saysWhatIsReachedHowWithoutALogin() {
    var settings = SettingsBuilder.settings();
    var environment =
        ProxyEnvironment.of(
            Map.of(
                "HTTPS_PROXY", "http://me:canary@proxy.acme.dev:3128",
                "NO_PROXY", "id.test"));

    var sentence =
        ProxyUse.of(
            settings.with(environment.appliedTo(settings.calls())), Optional.of("10.0.0.1:3128"));

    assertThat(sentence)
        .startsWith("reaching the Kubernetes API through proxy 10.0.0.1:3128, ")
        .contains("api.test through proxy proxy.acme.dev:3128 (HTTPS_PROXY)", "id.test directly")
        .doesNotContain("canary");
  }

  @Test
  void saysThatThereIsNone() {
    var sentence = ProxyUse.of(SettingsBuilder.settings(), Optional.empty());

    assertThat(sentence)
        .startsWith("reaching the Kubernetes API directly, api.test directly")
        .doesNotContain("proxy");
  }
}
