package io.dodil.buildsecrets.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.CallSettings.Proxy;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.LabelSelector;
import io.dodil.buildsecrets.model.NoProxy;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.Settings.LogSettings;
import io.dodil.buildsecrets.model.Settings.MetricsSettings;
import io.dodil.buildsecrets.model.Settings.OrganizationBinding;
import io.dodil.buildsecrets.model.Settings.ServerSettings;
import io.fabric8.kubernetes.api.model.Quantity;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A configuration that keeps the schema and has its defaults -> settings.
final class SettingsBinding {

  private SettingsBinding() {}

  static Settings settings(JsonNode root) {
    return new Settings(
        root.path("endpoints").properties().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> endpoint(e.getKey(), e.getValue()))),
        root.path("organizations").valueStream().map(SettingsBinding::organization).toList(),
        names(root.path("watchNamespaces")),
        text(root.path("secretSelector")).flatMap(LabelSelector::parse),
        duration(root.path("resyncInterval")),
        duration(root.path("progressDeadline")),
        duration(root.path("coalesceWindow")),
        duration(root.path("removalGrace")),
        calls(root.path("calls")),
        new LeaderElectionSettings(
            root.at("/leaderElection/enabled").asBoolean(),
            root.at("/leaderElection/leaseName").asText(),
            root.at("/leaderElection/leaseNamespace").asText()),
        new ServerSettings(
            root.at("/server/probePort").asInt(),
            root.at("/server/metricsPort").asInt(),
            root.at("/server/loopbackOnly").asBoolean()),
        new MetricsSettings(root.at("/metrics/perResource").asBoolean()),
        new LogSettings(
            constant(root.at("/log/level"), LogSettings.Level.class),
            constant(root.at("/log/format"), LogSettings.Format.class)));
  }

  private static Endpoint endpoint(String name, JsonNode endpoint) {
    return new Endpoint(
        name,
        URI.create(endpoint.path("apiUrl").asText()),
        text(endpoint.path("tokenUrl")).map(URI::create),
        endpoint.path("tokenScope").asText(),
        constant(endpoint.path("organizationCheck"), Endpoint.OrganizationCheck.class));
  }

  private static OrganizationBinding organization(JsonNode binding) {
    return new OrganizationBinding(
        binding.path("endpoint").asText(),
        binding.path("name").asText(),
        text(binding.path("id")),
        names(binding.path("namespaces")));
  }

  private static CallSettings calls(JsonNode calls) {
    var login = new Proxy.Configured(text(calls.at("/proxy/credentialsFile")).map(Path::of));
    return new CallSettings(
        duration(calls.path("connectTimeout")),
        duration(calls.path("timeout")),
        calls.path("maxConcurrent").asInt(),
        calls.path("requestsPerSecond").asInt(),
        size(calls.path("maxPayload")),
        text(calls.path("caFile")).map(Path::of),
        text(calls.at("/proxy/url")).map(url -> new Proxy(URI.create(url), login)),
        NoProxy.parse(calls.at("/proxy/noProxy").asText()).hosts());
  }

  private static Optional<String> text(JsonNode value) {
    return Optional.of(value.asText()).filter(text -> !text.isEmpty());
  }

  private static Set<String> names(JsonNode list) {
    return list.valueStream().map(JsonNode::asText).collect(Collectors.toSet());
  }

  /// Such as `1h30m`, `500ms` or `0`.
  static Duration duration(JsonNode value) {
    var text = value.asText();
    try {
      return text.equals("0")
          ? Duration.ZERO
          : io.fabric8.kubernetes.api.model.Duration.parse(text).getDuration();
    } catch (ParseException e) {
      throw new IllegalArgumentException("no duration", e);
    }
  }

  /// In bytes; such as `512KiB` or `1048576`.
  static Long size(JsonNode value) {
    var amount = Quantity.parse(value.asText().replace("iB", "i"));
    return Quantity.getAmountInBytes(amount).longValue();
  }

  /// `ifNamed` is `IF_NAMED`.
  private static <E extends Enum<E>> E constant(JsonNode word, Class<E> type) {
    var name = word.asText().replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
    return Enum.valueOf(type, name);
  }
}
