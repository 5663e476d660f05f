package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;

/// Many resources of one namespace, each of an organization of its own, that share large Secrets.
///
/// @param members of one namespace: each knows its organization
public record LargeResources(List<TestNamespace> members) {

  public static final int SIZE = 20;

  private static final int MEBIBYTE = 1 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  public static LargeResources of(OperatorFixture fixture) {
    return of(fixture, SIZE);
  }

  public static LargeResources of(OperatorFixture fixture, int size) {
    var namespaces = IntStream.range(0, size).mapToObj(_ -> fixture.newNamespace()).toList();
    var namespace = namespaces.getFirst().namespace();
    var crowd = new LargeResources(namespaces.stream().map(ns -> ns.at(namespace)).toList());
    crowd.members.forEach(
        member ->
            member.secret(
                member.organization(),
                Map.of(
                    "client-id",
                    member.bot(),
                    "client-secret",
                    member.bot().replace("bot", "client-secret"))));
    return crowd;
  }

  /// `big-0`, `big-1`, ...: each as large as a Secret can be, a small `token` in it.
  public void bigSecrets(int count) {
    var padding = "x".repeat(MEBIBYTE - 1);
    IntStream.range(0, count)
        .forEach(i -> secret("big-" + i, Map.of("padding", padding, "token", "x")));
  }

  public Secret secret(String name, Map<String, String> data) {
    return members.getFirst().secret(name, data);
  }

  /// An event of the Secret that changes nothing of its data.
  public void label(String secret, String value) {
    var first = members.getFirst();
    first
        .client()
        .secrets()
        .inNamespace(first.namespace())
        .withName(secret)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"labels\":{\"touched\":\"%s\"}}}".formatted(value));
  }

  /// One resource for each member.
  public void apply(UnaryOperator<String> groupsOf) {
    for (var member : members) {
      var organization = member.organization();
      member.applyYaml(
          member
              .yaml(organization, groupsOf.apply(organization))
              .replace(
                  "secretRef: {name: dodil}", "secretRef: {name: %s}".formatted(organization)));
    }
  }

  public void await(Predicate<BuildSecretsStatus> condition) {
    Awaitility.await().atMost(PATIENCE).until(() -> statuses().stream().allMatch(condition));
  }

  public List<BuildSecretsStatus> statuses() {
    return members.stream().map(member -> member.status(member.organization())).toList();
  }

  /// Takes its large Secrets along.
  public void leave() {
    var first = members.getFirst();
    first.client().secrets().inNamespace(first.namespace()).delete();
  }

  public int saves() {
    return members.stream().mapToInt(member -> member.saves().size()).sum();
  }
}
