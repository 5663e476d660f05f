package io.dodil.buildsecrets.quickstart;

import io.dodil.buildsecrets.sandbox.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/// From a first resource to an outage of the API, each step proved.
record Walkthrough(Environment environment, Console console) {

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
    console.says(
        "The operator starts, and examples/kubectl is applied: the resource before its Secrets");
    Environment.until("the operator is ready", environment.operator()::isReady);
    var start = Instant.now();
    environment.cluster().applyExamples(root);
    environment.awaitReady();
    shows("get", "buildsecrets", "-n", namespace());
    var names = environment.sandbox().holdings(Environment.ORGANIZATION).names();
    console.says("What the organization holds now:\n   " + String.join("\n   ", names));
    console.proves(
        environment.saves() == 1 && names.equals(NAMES),
        "1 save holds all %d values of 3 Secrets, Ready after %d ms"
            .formatted(NAMES.size(), Console.millisSince(start)));
  }

  private void nothingChanged() {
    console.says("Somebody puts a label on a Secret: its version changes, its values don't");
    int calls = environment.calls();
    environment.kubectl().run("label", "secret", "npm", "-n", namespace(), "team=ci");
    environment.awaitSaved();
    console.proves(environment.calls() == calls, "a label on a Secret costs no call of the API");
  }

  private void rotation() {
    console.says("The npm token is rotated, %d times".formatted(ROTATIONS));
    var times = IntStream.rangeClosed(1, ROTATIONS).mapToObj(this::rotate).toList();
    environment.awaitSaved();
    var token =
        environment.sandbox().holdings(Environment.ORGANIZATION).buildSecrets().get("NPM_TOKEN");
    console.proves(
        token(ROTATIONS).equals(token) && environment.saves() == 1 + ROTATIONS,
        "a rotated Secret reaches the API in " + String.join(", ", times) + " ms, 1 save each");
  }

  private String rotate(int number) {
    Environment.pause(WINDOW);
    return String.valueOf(environment.rotate(token(number)).toMillis());
  }

  private static String token(int number) {
    return "fake-npm-token-" + number;
  }

  private void brokenReference() {
    console.says("The resource names a key that the Secret doesn't have");
    int saves = environment.saves();
    pointTo("tokne");
    environment.awaitReason("SecretKeyNotFound");
    shows("get", "buildsecrets", "-n", namespace(), "-o", "wide");
    var message = environment.message();
    pointTo("token");
    environment.awaitReady();
    console.proves(
        environment.saves() == saves && message.contains("stays in force"),
        "a broken reference sends nothing and says SecretKeyNotFound: " + message);
    console.says("Mended");
    shows("get", "buildsecrets", "-n", namespace());
  }

  private void pointTo(String key) {
    environment.patch(
        """
        [{"op":"replace","path":"/spec/buildSecrets/0/secretKeyRef/key","value":"%s"}]
        """
            .formatted(key)
            .strip());
  }

  private void outage() {
    console.says("The API answers 503 while the npm token is rotated");
    environment.sandbox().faults().save(new Fault.Respond(503));
    Environment.pause(WINDOW);
    environment.kubectl().run("patch", "secret", "npm", "-n", namespace(), "--patch", rotated());
    environment.awaitReason("ApiUnavailable");
    shows("get", "buildsecrets", "-n", namespace(), "-o", "wide");
    var message = environment.message();
    environment.sandbox().faults().clear();
    var back = Instant.now();
    environment.awaitSaved();
    environment.awaitReady();
    console.proves(
        !message.isEmpty(),
        "an outage says ApiUnavailable: %s; saved %d ms after it"
            .formatted(message, Console.millisSince(back)));
  }

  private static String rotated() {
    return "{\"stringData\":{\"token\":\"%s\"}}".formatted(token(ROTATIONS + 1));
  }

  private void secrecy() {
    var events = environment.kubectl().run("get", "events", "-n", namespace(), "-o", "yaml");
    var shown = environment.operator().printed() + environment.get("yaml") + events;
    console.says("The operator's log: " + environment.operator().log());
    console.proves(!shown.contains("fake-"), "no value is in the log, the status or an Event");
  }

  private String namespace() {
    return environment.cluster().namespace();
  }

  private void shows(String... arguments) {
    console.shows(environment.kubectl(), arguments);
  }
}
