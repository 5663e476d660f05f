package io.dodil.buildsecrets.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.testkit.SettingsBuilder;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PermitsTest {

  @Test
  void ofOneEndpointAreNotThoseOfAnother() {
    var permits = new Permits(1);
    var production =
        new Endpoint("production", URI.create("https://api.test"), Optional.empty(), "");

    try (var _ = permits.acquire(SettingsBuilder.STAGING, "ci");
        var other = permits.acquire(production, "ci")) {
      assertThat(other).isNotNull();
    }
  }
}
