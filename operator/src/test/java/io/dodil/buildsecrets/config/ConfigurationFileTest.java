package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.NoProxy;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.Settings.LogSettings;
import io.dodil.buildsecrets.model.Settings.MetricsSettings;
import io.dodil.buildsecrets.model.Settings.OrganizationBinding;
import io.dodil.buildsecrets.model.Settings.ServerSettings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {

  @TempDir Path folder;
  ConfigurationFiles files;

  @BeforeEach
  void files() {
    files = new ConfigurationFiles(folder);
  }

  @Test
  void fillsInTheDocumentedDefaults() throws IOException {
    var settings = files.settings(ConfigurationFiles.MINIMAL);

    assertThat(settings.organizations()).isEmpty();
    assertThat(settings.watchNamespaces()).isEmpty();
    assertThat(settings.secretSelector()).isEmpty();
    assertThat(settings.resyncInterval()).isEqualTo(Duration.ofHours(24));
    assertThat(settings.progressDeadline()).isEqualTo(Duration.ofMinutes(10));
    assertThat(settings.coalesceWindow()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.removalGrace()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.calls()).isEqualTo(CallSettings.defaults());
    assertThat(settings.leaderElection())
        .isEqualTo(new LeaderElectionSettings(true, "buildsecrets-operator", ""));
    assertThat(settings.server()).isEqualTo(new ServerSettings(8081, 8080, false));
    assertThat(settings.metrics()).isEqualTo(new MetricsSettings(true));
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JSON));
  }

  @Test
  void readsEveryKeyOfWhereToAndWhose() throws IOException {
    var settings = files.settings(files.everyKey());

    assertThat(settings.endpoints())
        .containsEntry(
            "staging",
            new Endpoint(
                "staging",
                URI.create("https://api.dev.dodil.io"),
                Optional.of(
                    URI.create(
                        "https://id.dev.dodil.io/realms/dodil/protocol/openid-connect/token")),
                "build secrets",
                Endpoint.OrganizationCheck.IF_NAMED))
        .containsEntry(
            "sandbox",
            new Endpoint(
                "sandbox",
                URI.create("http://127.0.0.1:8080/api"),
                Optional.empty(),
                "",
                Endpoint.OrganizationCheck.REQUIRED));
    assertThat(settings.organizations())
        .containsExactly(
            new OrganizationBinding(
                "staging", "acme", Optional.of("0f1e-2d3c"), Set.of("ci", "release")),
            new OrganizationBinding("sandbox", "Umbrella_1", Optional.empty(), Set.of("ci")));
    assertThat(settings.watchNamespaces()).containsExactlyInAnyOrder("ci", "release");
    assertThat(settings.secretSelector().orElseThrow().text())
        .isEqualTo("dodil.io/share=yes,tier in (a,b)");
  }

  @Test
  void readsEveryKeyOfTimesAndLimits() throws IOException {
    var settings = files.settings(files.everyKey());

    assertThat(settings.resyncInterval()).isEqualTo(Duration.ofMinutes(90));
    assertThat(settings.progressDeadline()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.coalesceWindow()).isEqualTo(Duration.ofMillis(500));
    assertThat(settings.removalGrace()).isZero();
    assertThat(settings.calls())
        .isEqualTo(
            new CallSettings(
                Duration.ofSeconds(2),
                Duration.ofSeconds(20),
                8,
                50,
                512 * 1024,
                Optional.of(folder.resolve("ca.pem")),
                Optional.of(
                    new CallSettings.Proxy(
                        URI.create("http://proxy.acme.dev:3128"),
                        new CallSettings.Proxy.Configured(Optional.of(folder.resolve("login"))))),
                NoProxy.parse("id.dev.dodil.io,.svc").hosts()));
    assertThat(settings.leaderElection())
        .isEqualTo(new LeaderElectionSettings(false, "acme-buildsecrets", "ops"));
    assertThat(settings.server()).isEqualTo(new ServerSettings(9091, 9090, true));
    assertThat(settings.metrics()).isEqualTo(new MetricsSettings(false));
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Level.DEBUG, LogSettings.Format.TEXT));
  }

  @Test
  void takesAKeyWithoutAValueForNoKey() throws IOException {
    var settings = files.settings(ConfigurationFiles.MINIMAL + "calls:\nresyncInterval:\n");

    assertThat(settings.calls()).isEqualTo(CallSettings.defaults());
  }
}
