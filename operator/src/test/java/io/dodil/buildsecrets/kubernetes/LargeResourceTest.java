package io.dodil.buildsecrets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.kubernetes.client.Clients;
import io.dodil.buildsecrets.kubernetes.client.InformerThreads;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(ShellFixture.LOG)
@Timeout(60)
class LargeResourceTest {

  private static final String LARGE =
      ShellFixture.resource("acme", "buildSecretsFrom: [{secretRef: {name: npm}, keys: [%s]}]")
          .formatted("k".repeat(JsonSize.LARGEST_SPEC));

  @Test
  void isReportedFromTheFirstListAndSavedWhenItBecomesSmaller() {
    try (var fixture = ShellFixture.withAcme()) {
      fixture.cluster.apply(LARGE);
      fixture.started();
      awaitTooLarge(fixture);

      fixture.cluster.apply(generation(2, ShellFixture.resource("acme", "")));

      fixture.awaitSaved("acme", "npm");
      assertThat(fixture.puts()).isEqualTo(1);
    }
  }

  @Test
  void isReportedFromTheWatchAndSendsNothing() {
    try (var fixture = ShellFixture.withSavedAcme()) {
      fixture.cluster.apply(generation(2, LARGE));

      awaitTooLarge(fixture);

      assertThat(fixture.puts()).isEqualTo(1);
    }
  }

  @Test
  void isHeldWithoutWhatIsNotNeeded() {
    var yaml =
        ShellFixture.resource("acme", "")
            .replace(
                "{name: acme}",
                "{name: acme, labels: {a: b}, annotations: {a: b,"
                    + " ignite.dodil.io/sync-requested-at: now}, managedFields: [{manager: a}]}");
    InstantSource clock = InstantSource.system();
    try (var cluster = ApiServer.started();
        var clients =
            Clients.to(
                new ConfigBuilder(Config.empty()).withMasterUrl(cluster.url()).build(),
                new InformerThreads(clock),
                Optional.empty(),
                (_, _, _) -> {})) {
      var json = cluster.apply(yaml);
      assertNeededOnly(
          clients.full().resources(BuildSecrets.class).inNamespace("ci").withName("acme").get());

      // as the object of an event
      assertNeededOnly(
          clients
              .full()
              .getKubernetesSerialization()
              .unmarshal(json.toString(), BuildSecrets.class));
    }
  }

  private static void assertNeededOnly(BuildSecrets resource) {
    var metadata = resource.getMetadata();
    assertThat(metadata.getManagedFields()).isEmpty();
    assertThat(metadata.getLabels()).isNullOrEmpty();
    assertThat(metadata.getAnnotations())
        .isEqualTo(Map.of("ignite.dodil.io/sync-requested-at", "now"));
    assertThat(resource.getSpec().buildSecrets()).hasSize(1);
    assertThat(resource.isSpecTooLarge()).isFalse();
  }

  private static String generation(int number, String yaml) {
    return yaml.replace("{name: acme}", "{name: acme, generation: %d}".formatted(number));
  }

  private static void awaitTooLarge(ShellFixture fixture) {
    ShellFixture.await()
        .untilAsserted(
            () ->
                assertThat(fixture.cluster.resources.object("acme").at("/status/conditions"))
                    .anyMatch(
                        c ->
                            c.path("type").asText().equals("Stalled")
                                && c.path("reason").asText().equals("SpecTooLarge")));
  }
}
