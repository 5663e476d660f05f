package io.dodil.buildsecrets.e2e.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How a registry may be written.
@OperatorTest
class RegistryNamesIT {

  private SchemaNamespace trial;

  @BeforeAll
  void prepare(Cluster cluster) {
    trial = SchemaNamespace.prepare(cluster);
  }

  @AfterAll
  void clear() {
    trial.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghcr.io",
        "GHCR.IO",
        "registry.example.com:5000",
        "localhost:5000",
        "registry",
        "10.0.0.1:5000",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
        "xn--bcher-kva.example",
        "https://ghcr.io",
        "https://ghcr.io/",
        "http://registry.local:5000/v2/",
        "https://registry.example.com/team/a%20b",
        "https://index.docker.io/v1/",
        "https://Index.Docker.io/v1/",
        "https://registry-1.docker.io/v2/",
        "my-docker.io",
        "docker.io.example.com",
        "docker.io",
        "Docker.IO",
        "docker.io:443",
        "https://docker.io/",
        "index.docker.io",
        "http://INDEX.docker.io:80/",
        "registry-1.docker.io",
        "ghcr.io/",
        "ghcr.io/acme",
        "registry.example.com:5000/team/app",
        "[::1]:5000",
        "[fd00:10::5]:5000/team",
        "https://[::1]:5000/v2/",
      })
  void takes(String registry) {
    for (var way : Submission.values()) {
      assertThat(trial.of(way, with(registry))).as(way.name()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ghcr.io:",
        "ghcr.io:port",
        "ghcr.io:123456",
        "ghcr..io",
        ".ghcr.io",
        "-ghcr.io",
        "ghcr.io-",
        "ghcr.io\n",
        " ghcr.io",
        "ghcr.io, quay.io",
        "*.example.com",
        "my_registry:5000",
        "bücher.example",
        "[::1",
        "[]:5000",
        "::1",
        "[registry]:5000",
        "ghcr.io/a b",
        "octo:pat@ghcr.io",
        "https://octo:pat@ghcr.io",
        "https://octo@ghcr.io/",
        "https://ghcr.io/@acme",
        "https://ghcr.io/?a=b",
        "https://ghcr.io#a",
        "https://ghcr.io/a b",
        "https://ghcr..io/",
        "https://",
        "//ghcr.io",
        "oci://ghcr.io",
        "HTTPS://ghcr.io",
      })
  void refuses(String registry) {
    assertRefused(registry, "a registry is a host with an optional port and path, such as ghcr.io");
  }

  private void assertRefused(String registry, String sentence) {
    for (var way : Submission.values()) {
      var refusal = trial.of(way, with(registry)).orElseThrow();

      assertThat(refusal.message()).as(way.name()).contains(sentence);
      assertThat(refusal.faults())
          .extracting("field")
          .containsExactly("spec.registryCredentials[0].registry");
    }
  }

  private static JsonNode with(String registry) {
    var object = SchemaCase.good("registries-alone").object();
    ((ObjectNode) object.at("/spec/registryCredentials/0")).put("registry", registry);
    return object;
  }
}
