package io.dodil.buildsecrets.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsSpec;
import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.testkit.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each row of the page about registries and git hosts is an example that resolves: the Secret as
/// its command makes it, and the line of the spec.
class RegistriesPageTest {

  private static final Path PAGE = Path.of("../docs/registries.md");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern COMMAND =
      Pattern.compile("kubectl create secret (generic|docker-registry) ([a-z]+)( .*)");
  private static final Pattern OPTION =
      Pattern.compile(" --(from-literal=|from-file=|docker-)([-.a-z]+)='?([^' ]+)'?");

  record Row(String where, String user, String command, String line) {}

  static Stream<Row> rows() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .map(line -> List.of(line.split(" *\\| *", -1)))
        .filter(cells -> cells.size() == 8 && cells.get(4).startsWith("`kubectl"))
        .map(c -> new Row(c.get(1), code(c.get(2)), code(c.get(4)), code(c.get(5))));
  }

  @Test
  void thereIsOneForEachRegistryAndGitHost() throws IOException {
    assertThat(rows()).hasSize(21);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void resolvesToTheUserAndTokenOfItsRow(Row row) throws IOException {
    var resolver = new Resolver(Optional.empty(), 1 << 20);

    var resolution = resolver.resolve(spec(row), Map.of(name(row), secret(row)));

    assertThat(resolution).isInstanceOf(Resolution.Resolved.class);
    assertThat(login((Resolution.Resolved) resolution)).isEqualTo(row.user() + ":" + token(row));
  }

  private static String login(Resolution.Resolved resolved) {
    var payload = resolved.payload();
    return payload
        .gitCredentials()
        .map(git -> text(git.username()) + ":" + text(git.password()))
        .orElseGet(
            () ->
                new String(
                    Base64.getDecoder()
                        .decode(payload.registryCredentials().firstEntry().getValue().reveal()),
                    UTF_8));
  }

  private static String token(Row row) {
    return row.command().endsWith("=FILE") ? "FILE" : "TOKEN";
  }

  private static BuildSecretsSpec spec(Row row) throws IOException {
    return Scenario.YAML.readValue(
        "{endpoint: staging, organization: acme, auth: {clientCredentials: {secretRef: {name: dodil}}}, %s}"
            .formatted(row.line()),
        BuildSecretsSpec.class);
  }

  private static String name(Row row) {
    return matched(row).group(2);
  }

  private static SecretContent secret(Row row) throws IOException {
    var values = new HashMap<String, String>();
    OPTION
        .matcher(matched(row).group(3))
        .results()
        .forEach(m -> values.put(m.group(2), m.group(3)));
    boolean config = matched(row).group(1).equals("docker-registry");
    var data = new HashMap<String, Sensitive>();
    if (config) {
      var entry = Map.of("username", values.get("username"), "password", values.get("password"));
      var auths = Map.of("auths", Map.of(values.get("server"), entry));
      data.put(".dockerconfigjson", Sensitive.of(new JsonMapper().writeValueAsString(auths)));
    } else {
      values.forEach((key, value) -> data.put(key, Sensitive.of(value)));
    }
    return new SecretContent(
        name(row),
        "uid",
        "1",
        config ? "kubernetes.io/dockerconfigjson" : "Opaque",
        Map.of(),
        data);
  }

  private static Matcher matched(Row row) {
    var matcher = COMMAND.matcher(row.command());
    assertThat(matcher.matches()).as(row.command()).isTrue();
    return matcher;
  }

  private static String code(String cell) {
    return CODE.matcher(cell).results().findFirst().map(m -> m.group(1)).orElse("");
  }

  private static String text(Sensitive value) {
    return new String(value.reveal(), UTF_8);
  }
}
