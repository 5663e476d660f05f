package io.dodil.buildsecrets.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// JOSDK hands out copies that were written and read again, the API server what it holds: both have
/// to be equal, or nothing is ever found unchanged.
class RoundTripTest {

  @Test
  void aCopyIsEqualToWhatItWasMadeFrom() throws Exception {
    var serialization = new KubernetesSerialization();
    var yaml = Files.readString(Path.of("../examples/kubectl/buildsecrets.yaml"));
    var resource = serialization.unmarshal(yaml, BuildSecrets.class);

    var copy = serialization.unmarshal(serialization.asJson(resource), BuildSecrets.class);

    assertThat(copy.getSpec()).isEqualTo(resource.getSpec());
    assertThat(serialization.asJson(resource)).doesNotContain("optional");
  }
}
