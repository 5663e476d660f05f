package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.model.Settings.LeaderElectionSettings;
import io.dodil.buildsecrets.model.Settings.LogSettings;
import io.dodil.buildsecrets.model.Settings.MetricsSettings;
import io.dodil.buildsecrets.model.Settings.ServerSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The file as a whole.
final class SettingsSection {

  private SettingsSection() {}

  static Settings read(Section root) {
    var endpoints = EndpointsSection.read(root.section("endpoints"));
    var settings =
        new Settings(
            endpoints,
            OrganizationsSection.read(root, endpoints.keySet()),
            Set.copyOf(root.values("watchNamespaces", TextRules.dnsLabel())),
            root.value("secretSelector", TextRules.selector().orEmpty(), Optional.empty()),
            root.value(
                "resyncInterval", DurationRule.zeroOrBetween("1s", "8760h"), Duration.ofHours(24)),
            root.value(
                "progressDeadline", DurationRule.between("1s", "24h"), Duration.ofMinutes(10)),
            root.value(
                "coalesceWindow", DurationRule.zeroOrBetween("1ms", "10m"), Duration.ofSeconds(1)),
            root.value(
                "removalGrace", DurationRule.zeroOrBetween("1ms", "1h"), Duration.ofSeconds(30)),
            CallsSection.read(root.section("calls")),
            leaderElection(root.section("leaderElection")),
            server(root.section("server")),
            metrics(root.section("metrics")),
            log(root.section("log")));
    root.end();
    return settings;
  }

  private static LeaderElectionSettings leaderElection(Section section) {
    var settings =
        new LeaderElectionSettings(
            section.value("enabled", NumberRules.bool(), true),
            section.value("leaseName", TextRules.dnsName(), "buildsecrets-operator"),
            section
                .value("leaseNamespace", TextRules.dnsLabel().orEmpty(), Optional.empty())
                .orElse(""));
    section.end();
    return settings;
  }

  private static ServerSettings server(Section section) {
    var settings =
        new ServerSettings(
            port(section, "probePort", 8081),
            port(section, "metricsPort", 8080),
            section.value("loopbackOnly", NumberRules.bool(), false));
    if (settings.probePort() == settings.metricsPort()) {
      section.fault("probePort", "must not be metricsPort");
    }
    section.end();
    return settings;
  }

  private static int port(Section section, String key, int byDefault) {
    return section.value(key, NumberRules.between(1, 65535), byDefault);
  }

  private static MetricsSettings metrics(Section section) {
    var settings = new MetricsSettings(section.value("perResource", NumberRules.bool(), true));
    section.end();
    return settings;
  }

  private static LogSettings log(Section section) {
    var settings =
        new LogSettings(
            section.value(
                "level", TextRules.oneOf(LogSettings.Level.class), LogSettings.Level.INFO),
            section.value(
                "format", TextRules.oneOf(LogSettings.Format.class), LogSettings.Format.JSON));
    section.end();
    return settings;
  }
}
