package io.dodil.buildsecrets.e2e.gitops;

import static io.dodil.buildsecrets.e2e.gitops.GitOpsTool.Libraries.OF_ARGOCD_CM;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dodil.buildsecrets.e2e.gitops.ArgoCustomization.Case;
import io.dodil.buildsecrets.e2e.gitops.GitOpsTool.Libraries;
import io.dodil.buildsecrets.e2e.harness.Yaml;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The buttons that Argo CD offers on a resource.
public class ArgoActionIT {

  private static final String REQUEST = "ignite.dodil.io/sync-requested-at";

  @ParameterizedTest
  @EnumSource
  public void whatIsOfferedIsTheExpected(Libraries libraries) {
    assertThat(ArgoCustomization.discoveryCases())
        .hasSize(2)
        .allSatisfy(
            test -> {
              var offered =
                  GitOpsTool.answer(
                      GitOpsTool.lua(ArgoCustomization.discovery(), libraries, test.object()));
              assertThat(offered).isEqualTo(byName(test.expected()));
            });
  }

  @ParameterizedTest
  @EnumSource
  public void theResultIsTheExpected(Libraries libraries) {
    assertThat(ArgoCustomization.actionCases())
        .extracting(test -> test.expected().get("action").textValue())
        .containsOnlyOnceElementsOf(ArgoCustomization.ACTIONS);
    assertThat(ArgoCustomization.actionCases())
        .allSatisfy(
            test -> assertThat(returned(test, libraries)).isEqualTo(expectedOf(test.expected())));
  }

  @Test
  public void aRequestToSaveAgainIsOneThatTheOperatorTakes() {
    var patch = patch("resync", "actions/testdata/saved.yaml");

    assertThat(patch.at("/metadata/annotations/" + REQUEST.replace("/", "~1")).textValue())
        .matches("[0-9A-Za-z:.+-]{1,64}")
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(patch).hasSize(1);
  }

  @Test
  public void aSuspensionChangesNothingElse() {
    assertThat(patch("suspend", "actions/testdata/saved.yaml"))
        .isEqualTo(Yaml.object("{spec: {suspend: true}}"));
  }

  @Test
  public void goingOnLeavesNothingBehind() {
    assertThat(patch("resume", "actions/testdata/suspended.yaml"))
        .isEqualTo(Yaml.object("{spec: {suspend: null}}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"resync", "suspend", "resume"})
  public void everyFixtureOfTheHealthCanBeActedOn(String action) {
    var questions =
        ArgoCustomization.healthCases().stream()
            .map(test -> question(action, test.input()))
            .toList();

    assertThat(GitOpsTool.answers(questions)).allSatisfy(p -> assertThat(p.isObject()).isTrue());
  }

  private static JsonNode patch(String action, String input) {
    return GitOpsTool.answer(question(action, input));
  }

  private static ObjectNode question(String action, String input) {
    var object = Yaml.object(ArgoCustomization.FOLDER.resolve(input));
    return GitOpsTool.action(ArgoCustomization.action(action), OF_ARGOCD_CM, object);
  }

  /// What time it was differs; Argo CD's own tests put this moment in its place, too.
  private static JsonNode returned(Case test, Libraries libraries) {
    var script = ArgoCustomization.action(test.expected().get("action").textValue());
    var object = GitOpsTool.answer(GitOpsTool.lua(script, libraries, test.object()));
    if (object.at("/metadata/annotations") instanceof ObjectNode annotations
        && annotations.has(REQUEST)) {
      annotations.put(REQUEST, "0001-01-01T00:00:00Z");
    }
    return object;
  }

  private static JsonNode expectedOf(JsonNode test) {
    return Yaml.object(
        ArgoCustomization.FOLDER
            .resolve("actions")
            .resolve(test.get("expectedOutputPath").textValue()));
  }

  /// As the script returns them; Argo CD makes a list of it.
  private static JsonNode byName(JsonNode actions) {
    var names = new TreeMap<String, JsonNode>();
    for (var action : actions) {
      var rest = ((ObjectNode) action).deepCopy();
      rest.remove("name");
      names.put(action.get("name").textValue(), rest);
    }
    var object = Yaml.object("{}");
    object.setAll(names);
    return object;
  }
}
