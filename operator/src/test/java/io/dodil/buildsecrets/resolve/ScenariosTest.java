package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dodil.buildsecrets.model.Credential;
import io.dodil.buildsecrets.model.Problem;
import io.dodil.buildsecrets.testkit.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// With `-Dgolden=write` what is expected becomes what comes out now.
class ScenariosTest {

  static List<Path> resolve() {
    return Scenario.folders("resolve");
  }

  static List<Path> credential() {
    return Scenario.folders("credential");
  }

  @ParameterizedTest
  @MethodSource("resolve")
  void resolvesToTheExpectedRequestOrProblems(Path folder) throws Exception {
    var given = Scenario.in(folder);

    var resolution = given.resolver().resolve(given.spec(), given.secrets());

    write(folder, file(resolution), tree(resolution));
    var expectation = Scenario.expectation(folder, "expected-request.json");
    assertThat(expectation).isEqualTo(file(resolution));
    assertThat(tree(resolution)).isEqualTo(given.read(expectation));
  }

  @ParameterizedTest
  @MethodSource("credential")
  void findsTheExpectedCredentialOrProblems(Path folder) throws Exception {
    var given = Scenario.in(folder);

    var resolution = given.resolver().credential(given.spec().auth(), given.secrets());

    write(folder, file(resolution), tree(resolution));
    var expectation = Scenario.expectation(folder, "expected-credential.yaml");
    assertThat(tree(resolution)).isEqualTo(given.read(expectation));
  }

  @Test
  void everyProblemOccurs() throws Exception {
    var variants = new TreeSet<String>();
    for (var kind : List.of("resolve", "credential")) {
      for (var folder : Scenario.folders(kind)) {
        var file = folder.resolve("expected-problems.yaml");
        if (Files.exists(file)) {
          Scenario.YAML
              .readTree(file.toFile())
              .forEach(p -> p.fieldNames().forEachRemaining(variants::add));
        }
      }
    }
    // the reader's, which stops before there is anything to resolve
    variants.add(Problem.SecretsTooLarge.class.getSimpleName());

    assertThat(Arrays.stream(Problem.class.getPermittedSubclasses()).map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(variants);
  }

  private static void write(Path folder, String file, JsonNode tree) throws IOException {
    var path = folder.resolve(file);
    if (!"write".equals(System.getProperty("golden"))
        || (Files.exists(path) && Scenario.YAML.readTree(path.toFile()).equals(tree))) {
      return;
    }
    try (var old = Files.newDirectoryStream(folder, "expected-*")) {
      for (var expected : old) {
        Files.delete(expected);
      }
    }
    Files.writeString(
        path,
        file.endsWith(".json")
            ? new JsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(tree) + "\n"
            : Scenario.YAML.writeValueAsString(tree).replaceFirst("^---\n", ""));
  }

  private static String file(CredentialResolution resolution) {
    return switch (resolution) {
      case CredentialResolution.Resolved _ -> "expected-credential.yaml";
      case CredentialResolution.Unresolved _ -> "expected-problems.yaml";
    };
  }

  private static String file(Resolution resolution) {
    return switch (resolution) {
      case Resolution.Resolved _ -> "expected-request.json";
      case Resolution.Unresolved _ -> "expected-problems.yaml";
    };
  }

  private static JsonNode tree(Resolution resolution) throws Exception {
    return switch (resolution) {
      case Resolution.Resolved(_, var body) -> new JsonMapper().readTree(body.reveal());
      case Resolution.Unresolved(var problems) -> Scenario.tree(problems);
    };
  }

  private static JsonNode tree(CredentialResolution resolution) throws Exception {
    var node = Scenario.YAML.createObjectNode();
    return switch (resolution) {
      case CredentialResolution.Unresolved(var problems) -> Scenario.tree(problems);
      case CredentialResolution.Resolved(Credential.StaticToken(var token)) ->
          node.put("token", new String(token.reveal(), UTF_8));
      case CredentialResolution.Resolved(Credential.ClientCredentials(var id, var secret)) -> {
        node.putObject("clientCredentials")
            .put("id", new String(id.reveal(), UTF_8))
            .put("secret", new String(secret.reveal(), UTF_8));
        yield node;
      }
    };
  }
}
