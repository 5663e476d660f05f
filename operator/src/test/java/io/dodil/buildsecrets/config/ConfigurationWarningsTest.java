package io.dodil.buildsecrets.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationWarningsTest {

  private static final String ENDPOINTS =
      """
      endpoints:
        b: {apiUrl: "https://b.example.com", organizationCheck: ifNamed}
        a: {apiUrl: "https://a.example.com", organizationCheck: ifNamed}
        c: {apiUrl: "https://c.example.com", organizationCheck: required}
        d: {apiUrl: "https://d.example.com"}
      """;

  @TempDir Path folder;

  @Test
  void nameEachEndpointWhoseOrganizationCheckTheBindingsOverride() throws IOException {
    assertThat(warnings("organizations: [{endpoint: a, name: acme, namespaces: [ci]}]"))
        .containsExactly(
            "endpoint \"a\" has organizationCheck: ifNamed, and tokens without an organization are"
                + " refused there nevertheless, because organizations is not empty",
            "endpoint \"b\" has organizationCheck: ifNamed, and tokens without an organization are"
                + " refused there nevertheless, because organizations is not empty");
  }

  @Test
  void areNotNeededWithoutBindings() throws IOException {
    assertThat(warnings("organizations: []")).isEmpty();
  }

  private List<String> warnings(String organizations) throws IOException {
    var files = new ConfigurationFiles(folder);
    return files.settings(ENDPOINTS + organizations + "\n").warnings();
  }
}
