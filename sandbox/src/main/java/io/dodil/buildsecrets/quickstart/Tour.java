package io.dodil.buildsecrets.quickstart;

import io.dodil.buildsecrets.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// From a first resource to an outage of the API, each step proved.
record Tour(Stage stage, Voice voice) {

  private static final List<String> NAMES =
      List.of(
          "buildSecrets/NPM_TOKEN",
          "gitCredentials/password",
          "gitCredentials/username",
          "registryCredentials/ghcr.io",
          "registryCredentials/https://index.docker.io/v1/");

  /// Longer than the operator gathers changes.
  private static final Duration WINDOW = Duration.ofMillis(1500);

  private static final int ROTATIONS = 3;

  void walk(Path root) {
    firstSave(root);
    nothingChanged();
    rotation();
    brokenReference();
    outage();
    secrecy();
  }

  private void firstSave(Path root) {
    voice.says(
        "The operator starts, and examples/kubectl is applied: the resource before its Secrets");
    Stage.until("the operator is ready", stage.operator()::isReady);
    var start = Instant.now();
    stage.cluster().applyExamples(root);
    stage.awaitReady();
    shows("get", "buildsecrets", "-n", namespace());
    var names = stage.sandbox().holdings(Stage.ORGANIZATION).names();
    voice.says("What the organization holds now:\n   " + String.join("\n   ", names));
    voice.proves(
        stage.saves() == 1 && names.equals(NAMES),
        "1 save holds all %d values of 3 Secrets, Ready after %d ms"
            .formatted(NAMES.size(), Voice.millisSince(start)));
  }

  private void nothingChanged() {
    voice.says("Somebody puts a label on a Secret: its version changes, its values don't");
    int calls = stage.calls();
    stage.kubectl().run("label", "secret", "npm", "-n", namespace(), "team=ci");
    stage.awaitSaved();
    voice.proves(stage.calls() == calls, "a label on a Secret costs no call of the API");
  }

  private void rotation() {
    voice.says("The npm token is rotated, %d times".formatted(ROTATIONS));
    var times = IntStream.rangeClosed(1, ROTATIONS).mapToObj(this::rotate).toList();
    stage.awaitSaved();
    var token = stage.sandbox().holdings(Stage.ORGANIZATION).buildSecrets().get("NPM_TOKEN");
    voice.proves(
        token(ROTATIONS).equals(token) && stage.saves() == 1 + ROTATIONS,
        "a rotated Secret reaches the API in " + String.join(", ", times) + " ms, 1 save each");
  }

  private String rotate(int number) {
    Stage.pause(WINDOW);
    return String.valueOf(stage.rotate(token(number)).toMillis());
  }

  private static String token(int number) {
    return "fake-npm-token-" + number;
  }

  private void brokenReference() {
    voice.says("The resource names a key that the Secret doesn't have");
    int saves = stage.saves();
    pointTo("tokne");
    stage.awaitReason("SecretKeyNotFound");
    shows("get", "buildsecrets", "-n", namespace(), "-o", "wide");
    var message = stage.message();
    pointTo("token");
    stage.awaitReady();
    voice.proves(
        stage.saves() == saves && message.contains("stays in force"),
        "a broken reference sends nothing and says SecretKeyNotFound: " + message);
    voice.says("Mended");
    shows("get", "buildsecrets", "-n", namespace());
  }

  private void pointTo(String key) {
    stage.patch(
        """
        [{"op":"replace","path":"/spec/buildSecrets/0/secretKeyRef/key","value":"%s"}]
        """
            .formatted(key)
            .strip());
  }

  private void outage() {
    voice.says("The API answers 503 while the npm token is rotated");
    stage.sandbox().faults().save(new Fault.Respond(503));
    Stage.pause(WINDOW);
    stage.kubectl().run("patch", "secret", "npm", "-n", namespace(), "--patch", rotated());
    stage.awaitReason("ApiUnavailable");
    shows("get", "buildsecrets", "-n", namespace(), "-o", "wide");
    var message = stage.message();
    stage.sandbox().faults().clear();
    var back = Instant.now();
    stage.awaitSaved();
    stage.awaitReady();
    voice.proves(
        !message.isEmpty(),
        "an outage says ApiUnavailable: %s; saved %d ms after it"
            .formatted(message, Voice.millisSince(back)));
  }

  private static String rotated() {
    return "{\"stringData\":{\"token\":\"%s\"}}".formatted(token(ROTATIONS + 1));
  }

  private void secrecy() {
    var events = stage.kubectl().run("get", "events", "-n", namespace(), "-o", "yaml");
    var shown = stage.operator().printed() + stage.get("yaml") + events;
    voice.says("The operator's log: " + stage.operator().log());
    voice.proves(!shown.contains("fake-"), "no value is in the log, the status or an Event");
  }

  private String namespace() {
    return stage.cluster().namespace();
  }

  private void shows(String... arguments) {
    voice.shows(stage.kubectl(), arguments);
  }
}
