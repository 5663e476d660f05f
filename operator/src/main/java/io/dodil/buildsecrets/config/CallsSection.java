package io.dodil.buildsecrets.config;

import io.dodil.buildsecrets.model.CallSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// `calls`: limits, trust and the way out.
final class CallsSection {

  private CallsSection() {}

  static CallSettings read(Section section) {
    var byDefault = CallSettings.defaults();
    var proxy = section.section("proxy");
    var calls =
        new CallSettings(
            timeout(section, "connectTimeout", byDefault.connectTimeout()),
            timeout(section, "timeout", byDefault.timeout()),
            section.value("maxConcurrent", NumberRules.between(1, 1000), byDefault.maxConcurrent()),
            section.value(
                "requestsPerSecond", NumberRules.between(1, 10_000), byDefault.requestsPerSecond()),
            section.value("maxPayload", NumberRules.size("1KiB", "64MiB"), byDefault.maxPayload()),
            section.value("caFile", FileRules.certificates().orEmpty(), byDefault.caFile()),
            proxy(proxy),
            proxy.value("noProxy", TextRules.noProxy(), byDefault.noProxy()));
    proxy.end();
    if (calls.connectTimeout().compareTo(calls.timeout()) > 0) {
      section.fault("connectTimeout", "must not be longer than timeout");
    }
    section.end();
    return calls;
  }

  private static Duration timeout(Section section, String key, Duration byDefault) {
    return section.value(key, DurationRule.between("100ms", "10m"), byDefault);
  }

  private static Optional<CallSettings.Proxy> proxy(Section section) {
    var url = section.value("url", UrlRules.proxy().orEmpty(), Optional.empty());
    Optional<Path> credentials =
        section.value("credentialsFile", FileRules.login().orEmpty(), Optional.empty());
    if (section.isAbsentOrEmpty("url") && credentials.isPresent()) {
      section.fault("credentialsFile", "needs a url");
    }
    return url.map(u -> new CallSettings.Proxy(u, new CallSettings.Proxy.Configured(credentials)));
  }
}
