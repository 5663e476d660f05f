package io.dodil.buildsecrets.e2e.leak;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The Secrets of a part, with a canary in everything that they can hold, and its flaw.
final class LeakRole {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final LeakPart part;
  private final Canaries canaries;
  private final Map<String, Kept> secrets = new LinkedHashMap<>();

  private record Kept(String type, Map<String, byte[]> data) {}

  private LeakRole(LeakPart part, Canaries canaries) {
    this.part = part;
    this.canaries = canaries;
  }

  /// For `kubectl apply`.
  ///
  /// @param credential the token, or id and secret
  static String secrets(LeakPart part, Canaries canaries, Map<String, String> credential) {
    var role = new LeakRole(part, canaries);
    role.put(credential.containsKey("token") ? "ready-made" : "dodil", "Opaque", credential);
    role.fill();
    role.spoil();
    return role.secrets.entrySet().stream()
        .map(e -> manifest(e.getKey(), e.getValue()))
        .collect(Collectors.joining("\n---\n"));
  }

  private void fill() {
    put("basic", "Opaque", Map.of("user", line("user"), "pat", line("password")));
    docker("hub", "hub.test", Map.of("username", line("docker user"), "password", line("pass")));
    put("quay", "Opaque", Map.of("auth", auth()));
    docker("pull", canaries.host(part + ": registry"), Map.of("auth", auth()));
    put(
        "git",
        "kubernetes.io/basic-auth",
        Map.of("username", line("bot"), "password", line("git")));
    put("npm", "Opaque", Map.of("token", text("build secret")));
    put("args", "Opaque", Map.of("K" + word("key"), text("imported")));
  }

  private void spoil() {
    switch (part.flaw()) {
      case NONE,
          FORBIDDEN,
          WRONG_SECRET,
          STATIC_TOKEN,
          STATIC_TOKEN_UNKNOWN,
          STATIC_TOKEN_EXPIRED -> {}
      case KEY_MISSING -> put("npm", "Opaque", Map.of("tokn", text("of another key")));
      case SECRET_OF_THE_CLUSTER ->
          put("npm", "helm.sh/release.v1", Map.of("token", text("release")));
      case LOGIN_NOT_BASE64 -> put("quay", "Opaque", Map.of("auth", text("no login")));
      case DOCKER_CONFIG_UNREADABLE ->
          docker("pull", "pull.test", Map.of("auth", word("no login")));
      case DOCKER_CONFIG_IN_ANOTHER_KEY -> put("pull", "Opaque", Map.of("config", text("config")));
      case IDENTITY_TOKEN -> docker("pull", "pull.test", Map.of("identitytoken", word("identity")));
      case KEYS_NO_ARGUMENTS -> put("args", "Opaque", Map.of("9" + word("bad key"), text("of it")));
      case BAD_UTF8 -> secrets.put("npm", new Kept("Opaque", Map.of("token", broken())));
      case LINE_BREAK_IN_LOGIN ->
          put("basic", "Opaque", Map.of("user", text("user"), "pat", text("pass")));
      case SSH_KEY ->
          put("git", "kubernetes.io/ssh-auth", Map.of("ssh-privatekey", text("ssh key")));
      case CONFLICT -> conflict();
      case TOO_LARGE -> {
        put("npm", "Opaque", Map.of("token", text("huge").repeat(12_000)));
        put("args", "Opaque", Map.of("A", text("huge, too").repeat(12_000)));
      }
    }
  }

  private void conflict() {
    put("args", "Opaque", Map.of("A", text("one")));
    put("args-again", "Opaque", Map.of("A", text("another")));
  }

  private byte[] broken() {
    var bytes = text("bad UTF-8").getBytes(UTF_8);
    var longer = Arrays.copyOf(bytes, bytes.length + 1);
    longer[bytes.length] = (byte) 0xff;
    return longer;
  }

  private String text(String what) {
    return canaries.text(part + ": " + what);
  }

  private String line(String what) {
    return canaries.line(part + ": " + what);
  }

  private String word(String what) {
    return canaries.word(part + ": " + what);
  }

  private String auth() {
    var login = line("auth user") + ":" + line("auth token");
    return canaries.known(
        part + ": auth", Base64.getEncoder().encodeToString(login.getBytes(UTF_8)));
  }

  private void docker(String name, String registry, Map<String, String> entry) {
    var config = json(Map.of("auths", Map.of(registry, entry)));
    canaries.document(part + ": docker config", config);
    put(name, "kubernetes.io/dockerconfigjson", Map.of(".dockerconfigjson", config));
  }

  private void put(String name, String type, Map<String, String> data) {
    secrets.put(
        name,
        new Kept(
            type,
            data.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().getBytes(UTF_8)))));
  }

  private static String manifest(String name, Kept secret) {
    return json(
        Map.of(
            "apiVersion", "v1",
            "kind", "Secret",
            "metadata", Map.of("name", name),
            "type", secret.type(),
            "data", secret.data()));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
