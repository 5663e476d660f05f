package io.dodil.buildsecrets.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.model.PrintableText;
import io.dodil.buildsecrets.model.ProxyEnvironment;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/// The context that is used, and what of it the client passes over in silence.
record KubeconfigContext(Optional<Item> cluster, Optional<Item> user) {

  /// An item of one of the lists of a kubeconfig.
  ///
  /// @param file that holds it; relative paths in it begin there
  record Item(Path file, String name, JsonNode content) {}

  /// Refuses by name what the client would not honour.
  ///
  /// @param path the folders that programs are searched in
  void refuseWhatTheClientCant(String path) throws CommandFailure {
    if (!proxyUrl().isEmpty() && proxy().isEmpty()) {
      throw new CommandFailure(
          "the kubeconfig's cluster \"%s\" has a proxy-url that is no URL such as http://proxy.example.com:3128: others are not supported"
              .formatted(name(cluster)));
    }
    var serverName = text(cluster, "/tls-server-name");
    if (!serverName.isEmpty() && !serverName.equals(serverHost())) {
      throw new CommandFailure(
          "the kubeconfig's cluster \"%s\" has a tls-server-name, which is not supported: use one whose server is an address that its certificate names"
              .formatted(name(cluster)));
    }
    var plugin = plugin();
    // a shell would not find it, and the calls would go without credentials
    if (!plugin.isEmpty() && !isInstalled(plugin, path)) {
      throw new CommandFailure(
          "%s is not installed: %s"
              .formatted(
                  describedPlugin(),
                  isFile(plugin) ? "there is no such program" : "it is not in PATH"));
    }
  }

  /// To be called when there are no credentials.
  void refuseFailedPlugin() throws CommandFailure {
    if (!plugin().isEmpty()) {
      throw new CommandFailure(
          describedPlugin() + " gave no credentials: kubectl shows what it says");
    }
  }

  private String plugin() {
    return text(user, "/exec/command");
  }

  private String describedPlugin() {
    return "the exec plugin \"%s\" of the kubeconfig's user \"%s\""
        .formatted(PrintableText.of(plugin()), name(user));
  }

  private boolean isInstalled(String command, String path) {
    var candidates =
        isFile(command)
            ? user.stream().map(u -> u.file().toAbsolutePath().resolveSibling(command))
            : Arrays.stream(path.split(":")).map(folder -> Path.of(folder, command));
    return candidates.anyMatch(file -> Files.isRegularFile(file) && Files.isExecutable(file));
  }

  private static boolean isFile(String command) {
    return command.indexOf('/') >= 0;
  }

  Optional<URI> proxy() {
    return Optional.of(proxyUrl()).filter(u -> u.contains("://")).flatMap(ProxyEnvironment::url);
  }

  private String proxyUrl() {
    return text(cluster, "/proxy-url");
  }

  private String serverHost() {
    return text(cluster, "/server").replaceFirst("^[a-z]+://", "").replaceFirst("[:/].*$", "");
  }

  private static String text(Optional<Item> item, String at) {
    return item.map(i -> i.content().at(at).asText("")).orElse("");
  }

  private static String name(Optional<Item> item) {
    return item.map(Item::name).map(PrintableText::of).orElse("");
  }
}
