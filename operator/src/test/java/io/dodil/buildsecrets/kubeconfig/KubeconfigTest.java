package io.dodil.buildsecrets.kubeconfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KubeconfigTest {

  private static final String SERVER = "https://10.96.0.1:6443";
  private static final Map<String, String> BEHIND_A_PROXY =
      Map.of("HTTPS_PROXY", "http://proxy.acme.dev:3128");

  @TempDir Path folder;

  @AfterEach
  void forget() {
    System.clearProperty(Config.KUBERNETES_KUBECONFIG_FILE);
  }

  private Kubeconfig find(String cluster, String user, Map<String, String> environment)
      throws IOException, CommandFailure {
    var file =
        Files.writeString(
            folder.resolve("config"),
            """
            kind: Config
            current-context: x
            contexts:
            - name: x
              context: {cluster: c, user: u}
            clusters:
            - name: c
              cluster: {%s}
            users:
            - name: u
              user: {%s}
            """
                .formatted(cluster, user));
    return Kubeconfig.find(Optional.of(file), Optional.empty(), environment);
  }

  private Kubeconfig find(Map<String, String> environment) throws IOException, CommandFailure {
    return find("server: \"%s\"".formatted(SERVER), "token: t", environment);
  }

  private static Map<String, String> behindAProxyBut(String noProxy) {
    var environment = new HashMap<>(BEHIND_A_PROXY);
    environment.put("NO_PROXY", noProxy);
    return environment;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost, 10.96.0.1",
        "*.svc,10.96.0.1",
        "10.96.0.0/12",
        "*",
        "10.96.0.1:6443, [::1]"
      })
  void reachesWhatNoProxyNamesDirectly(String noProxy) throws Exception {
    var found = find(behindAProxyBut(noProxy));

    assertThat(found.proxy()).isEmpty();
    new KubernetesClientBuilder().withConfig(found.config()).build().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost, 127.0.0.1", "*.svc,127.0.0.1", "10.*", "a b;c", "\"x\""})
  void reachesOthersThroughTheProxyOfTheEnvironment(String noProxy) throws Exception {
    var found = find(behindAProxyBut(noProxy));

    assertThat(found.proxy()).contains("proxy.acme.dev:3128");
    new KubernetesClientBuilder().withConfig(found.config()).build().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"proxy.acme.dev", "socks9://x", "http://a b", "http://me:canary@x:y"})
  void survivesAnyProxyOfTheEnvironment(String proxy) throws Exception {
    var found = find(Map.of("https_proxy", proxy));

    new KubernetesClientBuilder().withConfig(found.config()).build().close();
  }

  /// The client reads these like variables of the environment.
  @Test
  void leavesNothingOfItToTheClient() throws Exception {
    System.setProperty(Config.KUBERNETES_HTTPS_PROXY, "http://127.0.0.1:9");
    System.setProperty(Config.KUBERNETES_NO_PROXY, "localhost, *.svc");
    try {
      var found = find(Map.of());

      assertThat(found.proxy()).isEmpty();
      new KubernetesClientBuilder().withConfig(found.config()).build().close();
    } finally {
      System.clearProperty(Config.KUBERNETES_HTTPS_PROXY);
      System.clearProperty(Config.KUBERNETES_NO_PROXY);
    }
  }

  @Test
  void reachesThisMachineDirectlyAsKubectlDoes() throws Exception {
    var found = find("server: \"https://127.0.0.1:6443\"", "token: t", BEHIND_A_PROXY);

    assertThat(found.proxy()).isEmpty();
  }

  @Test
  void usesTheProxyOfTheKubeconfigWhateverTheEnvironmentSays() throws Exception {
    var found =
        find(
            "server: \"https://127.0.0.1:6443\", proxy-url: \"http://own.acme.dev:3128\"",
            "token: t",
            behindAProxyBut("*"));

    assertThat(found.proxy()).contains("own.acme.dev:3128");
    new KubernetesClientBuilder().withConfig(found.config()).build().close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"socks5://own:1080", "https://own:3128", "own:3128"})
  void refusesAnotherKindOfProxyByName(String proxyUrl) {
    assertThatThrownBy(
            () ->
                find(
                    "server: \"%s\", proxy-url: \"%s\"".formatted(SERVER, proxyUrl),
                    "token: t",
                    Map.of()))
        .hasMessage(
            "the kubeconfig's cluster \"c\" has a proxy-url that is no URL such as"
                + " http://proxy.example.com:3128: others are not supported");
  }

  @Test
  void refusesAnotherServerNameByName() throws Exception {
    assertThatThrownBy(
            () ->
                find(
                    "server: \"%s\", tls-server-name: kube.internal".formatted(SERVER),
                    "token: t",
                    Map.of()))
        .hasMessage(
            "the kubeconfig's cluster \"c\" has a tls-server-name, which is not supported: use one"
                + " whose server is an address that its certificate names");
    assertThat(
            find(
                    "server: \"%s\", tls-server-name: 10.96.0.1".formatted(SERVER),
                    "token: t",
                    Map.of())
                .proxy())
        .isEmpty();
  }

  @Test
  void saysThatAnExecPluginIsNotInstalled() {
    assertThatThrownBy(() -> withPlugin("aws-not-there"))
        .hasMessage(
            "the exec plugin \"aws-not-there\" of the kubeconfig's user \"u\" is not installed: it"
                + " is not in PATH");
    assertThatThrownBy(() -> withPlugin("./bin/not-there"))
        .hasMessage(
            "the exec plugin \"./bin/not-there\" of the kubeconfig's user \"u\" is not installed:"
                + " there is no such program");
  }

  @Test
  void saysThatAnExecPluginGaveNoCredentials() throws Exception {
    plugin("exit 1");

    assertThatThrownBy(() -> withPlugin("./plugin"))
        .hasMessage(
            "the exec plugin \"./plugin\" of the kubeconfig's user \"u\" gave no credentials:"
                + " kubectl shows what it says");
  }

  @Test
  void takesTheTokenOfAnExecPlugin() throws Exception {
    plugin(
        """
        echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"t"}}'
        """);

    assertThat(withPlugin("./plugin").config().getAutoOAuthToken()).isEqualTo("t");
  }

  private Kubeconfig withPlugin(String command) throws IOException, CommandFailure {
    return find(
        "server: \"%s\"".formatted(SERVER),
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: \"%s\"}".formatted(command),
        Map.of("PATH", "/usr/bin:/bin"));
  }

  private void plugin(String script) throws IOException {
    var file = Files.writeString(folder.resolve("plugin"), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
