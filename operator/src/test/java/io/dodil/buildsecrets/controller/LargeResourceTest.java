package io.dodil.buildsecrets.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(ShellStage.LOG)
@Timeout(60)
class LargeResourceTest {

  private static final String LARGE =
      ShellStage.resource("acme", "buildSecretsFrom: [{secretRef: {name: npm}, keys: [%s]}]")
          .formatted("k".repeat(JsonSize.LARGEST_SPEC));

  @Test
  void isReportedFromTheFirstListAndSavedWhenItBecomesSmaller() {
    try (var stage = ShellStage.withAcme()) {
      stage.cluster.apply(LARGE);
      stage.started();
      awaitTooLarge(stage);

      stage.cluster.apply(generation(2, ShellStage.resource("acme", "")));

      stage.awaitSaved("acme", "npm");
      assertThat(stage.puts()).isEqualTo(1);
    }
  }

  @Test
  void isReportedFromTheWatchAndSendsNothing() {
    try (var stage = ShellStage.withSavedAcme()) {
      stage.cluster.apply(generation(2, LARGE));

      awaitTooLarge(stage);

      assertThat(stage.puts()).isEqualTo(1);
    }
  }

  @Test
  void isHeldWithoutWhatIsNotNeeded() {
    var yaml =
        ShellStage.resource("acme", "")
            .replace(
                "{name: acme}",
                "{name: acme, labels: {a: b}, annotations: {a: b,"
                    + " ignite.dodil.io/sync-requested-at: now}, managedFields: [{manager: a}]}");
    InstantSource clock = InstantSource.system();
    try (var cluster = ApiServer.started();
        var clients =
            Clients.to(
                new ConfigBuilder(Config.empty()).withMasterUrl(cluster.url()).build(),
                new LeaseRenewals("lease", clock),
                new Deliveries(clock),
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

  private static void awaitTooLarge(ShellStage stage) {
    ShellStage.await()
        .untilAsserted(
            () ->
                assertThat(stage.cluster.resources.object("acme").at("/status/conditions"))
                    .anyMatch(
                        c ->
                            c.path("type").asText().equals("Stalled")
                                && c.path("reason").asText().equals("SpecTooLarge")));
  }
}
