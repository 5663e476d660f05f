package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Settings that differ in one thing.
final class Changes {

  private Changes() {}

  static Settings endpoints(Settings s, Map<String, Endpoint> endpoints) {
    return new Settings(
        endpoints,
        s.organizations(),
        s.watchNamespaces(),
        s.secretSelector(),
        s.resyncInterval(),
        s.progressDeadline(),
        s.coalesceWindow(),
        s.removalGrace(),
        s.calls(),
        s.leaderElection(),
        s.port(),
        s.log());
  }

  private static UnaryOperator<Settings> calls(UnaryOperator<CallSettings> change) {
    return s ->
        new Settings(
            s.endpoints(),
            s.organizations(),
            s.watchNamespaces(),
            s.secretSelector(),
            s.resyncInterval(),
            s.progressDeadline(),
            s.coalesceWindow(),
            s.removalGrace(),
            change.apply(s.calls()),
            s.leaderElection(),
            s.port(),
            s.log());
  }

  static UnaryOperator<Settings> timeout(Duration timeout) {
    return calls(
        c ->
            new CallSettings(
                timeout,
                timeout,
                c.maxConcurrent(),
                c.requestsPerSecond(),
                c.maxPayload(),
                c.caFile(),
                c.proxy()));
  }

  static UnaryOperator<Settings> caFile(Optional<Path> file) {
    return calls(
        c ->
            new CallSettings(
                c.connectTimeout(),
                c.timeout(),
                c.maxConcurrent(),
                c.requestsPerSecond(),
                c.maxPayload(),
                file,
                c.proxy()));
  }

  static UnaryOperator<Settings> proxy(CallSettings.Proxy proxy) {
    return calls(
        c ->
            new CallSettings(
                c.connectTimeout(),
                c.timeout(),
                c.maxConcurrent(),
                c.requestsPerSecond(),
                c.maxPayload(),
                c.caFile(),
                Optional.of(proxy)));
  }

  static UnaryOperator<Settings> all(UnaryOperator<Settings> first, UnaryOperator<Settings> next) {
    return settings -> next.apply(first.apply(settings));
  }
}
