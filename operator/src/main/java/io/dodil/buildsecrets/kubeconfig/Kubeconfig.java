package io.dodil.buildsecrets.kubeconfig;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// How the caller reaches the cluster, found as kubectl finds it: a file, else those in KUBECONFIG,
/// else ~/.kube/config, else the service account of the Pod.
///
/// @param namespace of the context
/// @param place for sentences, such as `the cluster of context "prod"`
public record Kubeconfig(Config config, String namespace, String place) {

  /// The client's own properties: with them it finds the file as by itself, and merges several.
  private static final String FILE = Config.KUBERNETES_KUBECONFIG_FILE;

  private static final int RETRIES = 1;

  /// Of a cluster that is not asked yet.
  ///
  /// @param file empty: as kubectl
  /// @param context empty: the current one
  /// @param environment of this process, for the proxy
  public static Kubeconfig find(
      Optional<Path> file, Optional<String> context, Map<String, String> environment)
      throws CommandFailure {
    if (file.isPresent()) {
      if (!Files.isReadable(file.get())) {
        throw new CommandFailure("the kubeconfig " + file.get() + " can't be read");
      }
      System.setProperty(FILE, file.get().toString());
    }
    var entry = KubeconfigFiles.read().context(context);
    if (entry.isPresent()) {
      entry.get().refuseWhatTheClientCant(environment.getOrDefault("PATH", ""));
    }
    var config = Config.autoConfigure(context.orElse(null));
    if (context.isPresent() && config.getContexts().stream().noneMatch(c -> is(c, context.get()))) {
      throw new CommandFailure("the kubeconfig has no context \"%s\"".formatted(context.get()));
    }
    var current = Optional.ofNullable(config.getCurrentContext()).map(NamedContext::getName);
    if (current.isEmpty() && isNowhere(config)) {
      throw new CommandFailure(
          "there is no cluster: no kubeconfig with a current context in --kubeconfig, KUBECONFIG or"
              + " ~/.kube/config");
    }
    if (entry.isPresent() && !hasCredentials(config)) {
      entry.get().refuseFailedPlugin();
    }
    ClusterProxy.set(config, entry.flatMap(KubeconfigContext::proxy), environment);
    // a person waits; a builder would read the environment once more
    config.setRequestRetryBackoffLimit(RETRIES);
    config.setUserAgent("buildsecrets-plan");
    var place = current.map("the cluster of context \"%s\""::formatted).orElse("the cluster");
    var namespace = Optional.ofNullable(config.getNamespace()).filter(n -> !n.isEmpty());
    return new Kubeconfig(config, namespace.orElse("default"), place);
  }

  private static boolean hasCredentials(Config config) {
    return Stream.of(
            config.getAutoOAuthToken(),
            config.getOauthToken(),
            config.getUsername(),
            config.getClientCertData(),
            config.getClientCertFile())
        .anyMatch(text -> text != null && !text.isEmpty());
  }

  /// `host:port` of the proxy on the way to the API server.
  public Optional<String> proxy() {
    return ClusterProxy.used(config);
  }

  private static boolean is(NamedContext context, String name) {
    return name.equals(context.getName());
  }

  /// The client's guess when it has found nothing.
  private static boolean isNowhere(Config config) {
    return config.getMasterUrl().startsWith("https://kubernetes.default.svc")
        && config.getAutoOAuthToken() == null
        && config.getOauthToken() == null;
  }
}
