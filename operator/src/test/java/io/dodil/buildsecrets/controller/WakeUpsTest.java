package io.dodil.buildsecrets.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.testkit.SpecBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who is told of what the watch of resources shows.
class WakeUpsTest {

  private final List<String> told = new ArrayList<>();
  private final WakeUps wakeUps = new WakeUps(new Timers(), new Listener());

  @Test
  void aResourceThatWasRecreatedUnseenIsAnotherOneThatHasLeftNothing() {
    wakeUps.onResourceUpdated(resource("new", "acme"), resource("old", "acme"));

    assertThat(told)
        .containsExactly("gone old", "created new", "changed new", "left acme except new");
  }

  @Test
  void aResourceThatMovesLeavesWhatItNamedBefore() {
    wakeUps.onResourceUpdated(resource("uid", "beta"), resource("uid", "acme"));

    assertThat(told).containsExactly("left acme except uid");
  }

  @Test
  void aStatusIsNoNews() {
    wakeUps.onResourceUpdated(resource("uid", "acme"), resource("uid", "acme"));

    assertThat(told).isEmpty();
  }

  @Test
  void aDeletedResourceLeavesWhatItNamed() {
    wakeUps.onResourceDeleted(resource("uid", "acme"));

    assertThat(told).containsExactly("gone uid", "left acme except uid");
  }

  @Test
  void aNewResourceIsLookedAt() {
    wakeUps.onResourceCreated(resource("uid", "acme"));

    assertThat(told).containsExactly("created uid", "changed uid");
  }

  private final class Listener implements WakeUps.Told {

    @Override
    public void created(BuildSecrets resource) {
      told.add("created " + resource.getMetadata().getUid());
    }

    @Override
    public void changed(BuildSecrets resource) {
      told.add("changed " + resource.getMetadata().getUid());
    }

    @Override
    public void gone(ResourceId resource) {
      told.add("gone " + resource.uid());
    }

    @Override
    public void left(BuildSecrets resource, String exceptUid) {
      told.add("left " + resource.getSpec().organization() + " except " + exceptUid);
    }
  }

  private static BuildSecrets resource(String uid, String organization) {
    var resource = new BuildSecrets();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace("ci").withName("acme").withUid(uid).build());
    resource.setSpec(new SpecBuilder().organization(organization).build());
    return resource;
  }
}
