package io.dodil.buildsecrets.kubernetes.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.dodil.buildsecrets.model.SecretContent;
import io.dodil.buildsecrets.model.Sensitive;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretJsonTest {

  private static final String FULL =
      """
      {"kind": "Secret", "apiVersion": "v1",
       "metadata": {"name": "npm", "namespace": "ci", "uid": "u-1", "resourceVersion": "42",
         "labels": {"team": "web"},
         "annotations": {"data": "eA==", "type": "kept out", "uid": "another"},
         "managedFields": [{"fieldsV1": {"f:data": {"name": {}}}}]},
       "data": {"token": "bnBtX3g=", "empty": "", "nothing": null, "metadata": "eA=="},
       "immutable": true,
       "type": "kubernetes.io/basic-auth"}
      """;

  @Test
  void readsWhatIsNeededAndPassesOverTheRest() throws IOException {
    var data =
        Map.of(
            "token", Sensitive.of("npm_x"),
            "empty", Sensitive.of(""),
            "nothing", Sensitive.of(""),
            "metadata", Sensitive.of("x"));

    assertThat(read(FULL))
        .isEqualTo(
            new SecretContent(
                "npm", "u-1", "42", "kubernetes.io/basic-auth", Map.of("team", "web"), data));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"data\": null, \"type\": null"})
  void readsASecretWithoutData(String rest) throws IOException {
    var bare =
        "{\"metadata\": {\"name\": \"npm\", \"uid\": \"u-1\", \"resourceVersion\": \"42\"}"
            + rest
            + "}";

    assertThat(read(bare))
        .isEqualTo(new SecretContent("npm", "u-1", "42", "Opaque", Map.of(), Map.of()));
  }

  @Test
  void takesNoBeginningForTheWhole() {
    var text = FULL.strip();
    for (int end = 0; end < text.length(); end++) {
      var cut = text.substring(0, end);
      assertThatIOException().as(cut).isThrownBy(() -> read(cut));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "7", "{}", "<html>", "{\"metadata\": [], \"data\": {}}"})
  void refusesWhatIsNoSecret(String text) {
    assertThatIOException().isThrownBy(() -> read(text));
  }

  private static SecretContent read(String text) throws IOException {
    return SecretJson.read(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }
}
