package io.dodil.buildsecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.Auth;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecret;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSource;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.GitCredentials;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredential;
import io.dodil.buildsecrets.api.v1alpha1.RegistryCredentialsSource;
import io.dodil.buildsecrets.api.v1alpha1.SecretKeyRef;
import io.dodil.buildsecrets.api.v1alpha1.SecretRef;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The largest resource that the schema allows: 128 references, every text as long as it may be.
/// The budget of its rules' cost and etcd's limit of 1.5 MiB hold it.
@ExtendWith(SharedCluster.class)
class WorstResourceIT {

  /// As the operator does it.
  private static final PatchContext APPLY =
      new PatchContext.Builder()
          .withPatchType(PatchType.SERVER_SIDE_APPLY)
          .withFieldManager("buildsecrets-operator")
          .withForce(true)
          .build();

  private Cluster cluster;
  private BuildSecrets worst;

  @BeforeEach
  void prepare(Cluster shared) {
    cluster = shared;
    worst = new BuildSecrets();
    worst.getMetadata().setName(text("acme", 253));
    worst.getMetadata().setNamespace(cluster.newNamespace());
    cluster.statuses().leaveAlone(worst.getMetadata().getNamespace());
    worst.setSpec(spec());
  }

  @AfterEach
  void clear() {
    cluster.admin().resource(worst).delete();
  }

  @Test
  void isCreated() {
    cluster.admin().resource(worst).create();

    assertThat(cluster.admin().resource(worst).get().getSpec()).isEqualTo(worst.getSpec());
  }

  @Test
  void isAppliedAndTakesTheLargestStatus() {
    cluster.admin().resource(worst).serverSideApply();
    var patch = new BuildSecrets();
    patch.setMetadata(worst.getMetadata());
    patch.setStatus(status());

    cluster.admin().resource(patch).subresource("status").patch(APPLY);

    var lastSave = cluster.admin().resource(worst).get().getStatus().lastSave();
    assertThat(Objects.requireNonNull(lastSave).secrets()).hasSize(128);
  }

  private static BuildSecretsSpec spec() {
    return new BuildSecretsSpec(
        text("e", 63),
        text("o", 253),
        new Auth(
            new Auth.ClientCredentials(
                new Auth.AuthSecretRef(text("auth", 253)), text("i", 253), text("s", 253)),
            null),
        entries(32, i -> registry(text("registry-" + i, 512), secret("registry-" + i))),
        entries(
            10,
            i ->
                new RegistryCredentialsSource(
                    secret("config-" + i), entries(64, j -> text("r" + i + "-" + j, 253)))),
        new GitCredentials(secret("git"), null, text("u", 253), text("p", 253)),
        entries(64, i -> new BuildSecret(text("A" + i, 253), key("one-" + i))),
        entries(
            20,
            i ->
                new BuildSecretsSource(
                    text("P" + i, 128),
                    secret("many-" + i),
                    entries(64, j -> text("k" + i + "-" + j, 253)))),
        true);
  }

  private static RegistryCredential registry(String registry, SecretRef secret) {
    return new RegistryCredential(registry, secret, text("u", 253), text("p", 253), null);
  }

  private static BuildSecretsStatus status() {
    var now = Instant.now();
    var versions = entries(128, i -> new LastSave.SecretVersion(text("s" + i, 253), text("1", 64)));
    var lastSave =
        new LastSave(
            "uid", now, 1L, text("e", 63), text("h", 2048), text("o", 253), 1, 1, 1, versions);
    var conditions =
        entries(
            5,
            i ->
                new Condition(
                    "Type" + i, Condition.Status.False, 1L, now, "Reason", text("m", 4096)));
    return new BuildSecretsStatus(1L, conditions, lastSave, now, text("r", 64), now, inDoubt(now));
  }

  private static BuildSecretsStatus.InDoubt inDoubt(Instant now) {
    return new BuildSecretsStatus.InDoubt(now, text("e", 63), text("h", 2048), text("o", 253));
  }

  private static SecretRef secret(String name) {
    return new SecretRef(text(name, 253), true);
  }

  private static SecretKeyRef key(String secret) {
    return new SecretKeyRef(text(secret, 253), text("key", 253), true);
  }

  private static <T> List<T> entries(int count, IntFunction<T> entry) {
    return IntStream.range(0, count).mapToObj(entry).toList();
  }

  private static String text(String start, int length) {
    return start + "x".repeat(length - start.length());
  }
}
