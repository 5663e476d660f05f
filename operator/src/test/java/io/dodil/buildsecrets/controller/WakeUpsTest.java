package io.dodil.buildsecrets.controller;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.model.ResourceId;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Who is woken by what happened to another one.
class WakeUpsTest {

  private final List<String> forgotten = new ArrayList<>();
  private final List<String> woken = new ArrayList<>();
  private final List<String> changed = new ArrayList<>();

  @Test
  void aResourceThatWasRecreatedUnseenWakesTheOwnerOfItsTarget() {
    var wakeUps = wakeUps("rival");

    wakeUps.onResourceUpdated(resource("new"), resource("old"));

    assertThat(forgotten).containsExactly("old");
    assertThat(woken).containsExactly("rival");
  }

  @Test
  void anOwnerThatWasRecreatedUnseenIsWokenByItsOwnEvent() {
    var wakeUps = wakeUps("acme");

    wakeUps.onResourceUpdated(resource("uid-acme"), resource("old"));

    assertThat(woken).isEmpty();
  }

  @Test
  void aStatusWakesNobody() {
    var wakeUps = wakeUps("rival");

    wakeUps.onResourceUpdated(resource("old"), resource("old"));

    assertThat(woken).isEmpty();
  }

  private WakeUps wakeUps(String owner) {
    var id = new ResourceId("ci", owner, "uid-" + owner);
    var wakeUps =
        new WakeUps(
            _ -> Optional.of(id),
            new WakeUps.Told() {
              @Override
              public void changed(ResourceId resource) {
                changed.add(resource.name());
              }

              @Override
              public void gone(ResourceId resource) {
                forgotten.add(resource.uid());
              }
            });
    wakeUps.setEventHandler(event -> woken.add(event.getRelatedCustomResourceID().getName()));
    return wakeUps;
  }

  private static BuildSecrets resource(String uid) {
    var resource = new BuildSecrets();
    resource.setMetadata(
        new ObjectMetaBuilder().withNamespace("ci").withName("acme").withUid(uid).build());
    return resource;
  }
}
