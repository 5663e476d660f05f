package io.dodil.buildsecrets.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.api.v1alpha1.BuildSecrets;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.model.LabelSelector;
import io.fabric8.kubernetes.client.http.AsyncBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFilterTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String RESOURCE =
      """
      {"apiVersion": "ignite.dodil.io/v1alpha1", "kind": "BuildSecrets",
       "metadata": {"name": "acme", "namespace": "ci", "uid": "u", "resourceVersion": "7",
        "generation": 2, "creationTimestamp": "2026-11-22T10:00:00Z",%s
        "annotations": {%s"ignite.dodil.io/sync-requested-at": "now"}},
       "spec": {"auth": {"token": {"secretKeyRef": {"name": "t", "key": "k"}}},
        "buildSecretsFrom": [%s], "endpoint": "staging", "organization": "acme"},
       "status": {"observedGeneration": 2, "conditions": [{"type": "Ready"}, {"type": "Other"}]}}
      """;

  private static final String FOREIGN =
      """
      "labels": {"a": "b"}, "finalizers": ["f"], "ownerReferences": [{"name": "o"}],
      "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {"k:{}": [1, null, true]}}}],
      """;
  private static final String KEPT = RESOURCE.formatted("", "", "{\"keys\": [\"A\"]}");

  @Test
  void leavesOutWhatOthersAddedToTheMetadata() throws IOException {
    var all = RESOURCE.formatted(FOREIGN, "\"last-applied\": \"{}\", ", "{\"keys\": [\"A\"]}");

    assertThat(filtered(all)).isEqualTo(JSON.readTree(KEPT));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 100_000})
  void doesNotMindWhereAResponseIsCut(int length) throws Exception {
    var list = list(RESOURCE.formatted(FOREIGN, "", "{\"keys\": [\"A\"]}"), KEPT);

    assertThat(JSON.readTree(bodyOf(list, length))).isEqualTo(JSON.readTree(list(KEPT, KEPT)));
  }

  @Test
  void keepsOfATooLargeSpecWhereAndForWhomItWouldBeSaved() throws IOException {
    var small = JSON.readTree(KEPT);

    var large = filtered(RESOURCE.formatted("", "", keys(JsonSize.LARGEST_SPEC)));

    assertThat(large.path(NeededResources.SPEC_IS_TOO_LARGE).asBoolean()).isTrue();
    assertThat(large.path("spec").properties().stream().map(f -> f.getKey()).toList())
        .containsExactlyInAnyOrder("auth", "endpoint", "organization");
    assertThat(large.at("/spec/auth")).isEqualTo(small.at("/spec/auth"));
    assertThat(large.path("metadata")).isEqualTo(small.path("metadata"));
    assertThat(large.path("status")).isEqualTo(small.path("status"));
  }

  @Test
  void keepsASpecThatIsJustNotTooLarge() throws IOException {
    var empty = JSON.readTree(RESOURCE.formatted("", "", keys(0)));
    var rest = JsonSize.of(JSON.treeAsTokens(empty.path("spec")));
    int fits = (int) (JsonSize.LARGEST_SPEC - rest);

    var kept = filtered(RESOURCE.formatted("", "", keys(fits)));
    var cut = filtered(RESOURCE.formatted("", "", keys(fits + 1)));

    assertThat(kept).isEqualTo(JSON.readTree(RESOURCE.formatted("", "", keys(fits))));
    assertThat(cut.path("spec").has("buildSecretsFrom")).isFalse();
  }

  @Test
  void countsOneResourceOfAListAtATime() throws Exception {
    var large = RESOURCE.formatted("", "", keys(JsonSize.LARGEST_SPEC));

    var items = JSON.readTree(bodyOf(list(large, KEPT, large), 1000)).path("items");

    assertThat(items.get(0).path("spec")).hasSize(3);
    assertThat(items.get(1)).isEqualTo(JSON.readTree(KEPT));
    assertThat(items.get(2).path("spec")).hasSize(3);
  }

  @Test
  void takesALongRequestForNoneAndAStatusThatNobodyOfUsWroteForAnEmptyOne() throws IOException {
    var text = "x".repeat(NeededResources.LARGEST_STATUS);

    var filtered =
        filtered(
            KEPT.replace("\"now\"", "\"" + "1".repeat(65) + "\"")
                .replace("\"Other\"", "\"" + text + "\""));

    assertThat(filtered.at("/metadata/annotations").path(BuildSecrets.SYNC_REQUESTED_AT).isNull())
        .isTrue();
    assertThat(filtered.path("status")).isEmpty();
    assertThat(filtered.path("spec")).isEqualTo(JSON.readTree(KEPT).path("spec"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kind\": \"Status\", \"status\": \"Failure\", \"reason\": \"Gone\", \"code\": 410}",
        "{\"metadata\": {\"resourceVersion\": \"1\", \"continue\": \"c\"}, \"items\": null}",
        "{\"metadata\": null, \"spec\": \"text\", \"status\": 7}",
        "{\"items\": []}"
      })
  void copiesWhatIsNoResource(String json) throws IOException {
    assertThat(filtered(json)).isEqualTo(JSON.readTree(json));
  }

  @Test
  void leavesNothingOfASpecThatIsAList() throws IOException {
    assertThat(filtered("{\"spec\": [{\"a\": [1]}, 2, [3]], \"kind\": \"k\"}"))
        .isEqualTo(JSON.readTree("{\"spec\": [], \"kind\": \"k\"}"));
  }

  @Test
  void keepsOfSecretsTheLabelsThatAreSelectedBy() throws Exception {
    var secret =
        """
        {"metadata": {"name": "npm", "namespace": "ci", "uid": "u", "resourceVersion": "7",
         "labels": {"team": "a", "tier": "b", "other": "c"}%s}}
        """;
    var all = list(secret.formatted(", \"annotations\": {\"last-applied\": \"x\"}"));

    assertThat(JSON.readTree(bodyOf(all, 10, selecting("team=a,!tier"))).at("/items/0"))
        .isEqualTo(JSON.readTree(secret.formatted("").replace(", \"other\": \"c\"", "")));
    assertThat(
            JSON.readTree(bodyOf(all, 10, NeededResources.secrets(Optional.empty())))
                .at("/items/0/metadata/labels"))
        .isEmpty();
  }

  @Test
  void handsOnWhatIsNoJson() throws Exception {
    assertThat(bodyOf("404 page not found\n", 5)).isEqualTo("404 page not found\n");
  }

  @Test
  void refusesAResponseOfWhichTooMuchIsLeft() {
    var body = new FilteredBody((_, _) -> {}, NeededResources.BUILD_SECRETS, 500);

    assertThatThrownBy(() -> body.consume(List.of(bytes(list(KEPT, KEPT))), new NoBody()))
        .isInstanceOf(IOException.class);
  }

  private static Needed selecting(String labels) {
    return NeededResources.secrets(LabelSelector.parse(labels));
  }

  private static String keys(int length) {
    return "{\"keys\": [\"" + "k".repeat(length) + "\"]}";
  }

  private static String list(String... items) {
    return "{\"kind\": \"BuildSecretsList\", \"metadata\": {\"resourceVersion\": \"9\","
        + " \"continue\": \"next\"}, \"items\": [%s]}".formatted(String.join(",", items));
  }

  private static JsonNode filtered(String json) throws IOException {
    try {
      return JSON.readTree(bodyOf(json, json.length()));
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private static String bodyOf(String json, int length) throws Exception {
    return bodyOf(json, length, NeededResources.BUILD_SECRETS);
  }

  /// What is left of a response that comes in chunks of that length.
  private static String bodyOf(String json, int length, Needed needed) throws Exception {
    var left = new StringBuilder();
    var body =
        new FilteredBody(
            (chunks, _) -> chunks.forEach(c -> left.append(StandardCharsets.UTF_8.decode(c))),
            needed,
            NeededResources.MOST_HELD);
    for (int from = 0; from < json.length(); from += length) {
      var chunk = json.substring(from, Math.min(json.length(), from + length));
      body.consume(new ArrayList<>(List.of(bytes(chunk))), new NoBody());
    }
    return left.toString();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static final class NoBody implements AsyncBody {

    @Override
    public void consume() {}

    @Override
    public CompletableFuture<Void> done() {
      return new CompletableFuture<>();
    }

    @Override
    public void cancel() {}
  }
}
