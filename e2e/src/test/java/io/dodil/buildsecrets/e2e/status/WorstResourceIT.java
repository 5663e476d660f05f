package io.dodil.buildsecrets.e2e.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.LastSave;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.LargestSpec;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Instant;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The largest resource that the schema allows: 128 references, every text as long as it may be.
/// The budget of its rules' cost and etcd's limit of 1.5 MiB hold it.
@ExtendWith(OperatorExtension.class)
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
    worst.getMetadata().setName(LargestSpec.text("acme", 253));
    worst.getMetadata().setNamespace(cluster.newNamespace());
    cluster.statuses().leaveAlone(worst.getMetadata().getNamespace());
    worst.setSpec(LargestSpec.suspended());
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

  private static BuildSecretsStatus status() {
    var now = Instant.now();
    var versions =
        LargestSpec.entries(
            128,
            i ->
                new LastSave.SecretVersion(
                    LargestSpec.text("s" + i, 253), LargestSpec.text("1", 64)));
    var lastSave =
        new LastSave(
            "uid",
            now,
            1L,
            LargestSpec.text("e", 63),
            LargestSpec.text("h", 2048),
            LargestSpec.text("o", 253),
            LargestSpec.text("i", 253),
            true,
            1,
            1,
            1,
            versions);
    var conditions =
        LargestSpec.entries(
            5,
            i ->
                new Condition(
                    "Type" + i,
                    Condition.Status.False,
                    1L,
                    now,
                    "Reason",
                    LargestSpec.text("m", 4096)));
    return new BuildSecretsStatus(
        1L, conditions, lastSave, now, LargestSpec.text("r", 64), now, inDoubt(now));
  }

  private static BuildSecretsStatus.InDoubt inDoubt(Instant now) {
    return new BuildSecretsStatus.InDoubt(
        now, LargestSpec.text("e", 63), LargestSpec.text("h", 2048), LargestSpec.text("o", 253));
  }
}
