package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.OperatorTest;
import io.dodil.buildsecrets.e2e.harness.RelayedEndpoints;
import io.dodil.buildsecrets.e2e.harness.SandboxJar;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.model.Settings;
import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.SandboxSettings;
import io.dodil.buildsecrets.sandbox.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Servers that must not be spoken to. Their CAs are trusted, so that only what is named is wrong.
@Tag("jar")
@OperatorTest
class TlsIT {

  private final Map<Tls, Sandbox> broken = new EnumMap<>(Tls.class);
  private final RelayedEndpoints ways = new RelayedEndpoints();
  private SandboxJar old;
  private OperatorFixture fixture;

  static Stream<Arguments> ways() {
    return Stream.of(Tls.values())
        .filter(tls -> tls != Tls.TRUSTED)
        .flatMap(
            tls -> Stream.of(RelayedEndpoints.Call.values()).map(call -> Arguments.of(tls, call)));
  }

  @BeforeAll
  void set(Cluster cluster, @TempDir Path folder) throws IOException {
    old = SandboxJar.start(Tls.TLS_1_1);
    for (var tls : new Tls[] {Tls.EXPIRED, Tls.WRONG_HOST, Tls.UNKNOWN_CA}) {
      broken.put(tls, Sandbox.start(SandboxSettings.sample().withTls(tls)));
    }
    ways()
        .map(Arguments::get)
        .forEach(
            way ->
                ways.with(
                    name((Tls) way[0], (RelayedEndpoints.Call) way[1]),
                    (RelayedEndpoints.Call) way[1]));
    fixture =
        OperatorFixture.start(
            cluster,
            settings ->
                SettingsOverrides.with(t -> t.ways(ways).caFile(all(settings, folder)))
                    .apply(settings));
  }

  private Path all(Settings settings, Path folder) {
    try {
      var own = Files.readString(settings.calls().caFile().orElseThrow());
      var all = new StringBuilder(own).append(old.caPem());
      broken.values().forEach(sandbox -> all.append(sandbox.caPem()));
      return Files.writeString(folder.resolve("all.pem"), all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  void strike() throws IOException {
    fixture.close();
    ways.close();
    broken.values().forEach(Sandbox::close);
    old.close();
  }

  private static String name(Tls tls, RelayedEndpoints.Call call) {
    return (tls + "-" + call).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private int port(Tls tls) {
    return tls == Tls.TLS_1_1 ? old.port() : Objects.requireNonNull(broken.get(tls)).port();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isNotSpokenToUntilItIsMended(Tls tls, RelayedEndpoints.Call call) {
    var way = ways.of(name(tls, call));
    way.moveTo(port(tls));
    var trial = FullResource.on(fixture, name(tls, call));

    trial.apply("new");

    var status = trial.ns().awaitReason(FullResource.NAME, "TlsFailure");
    assertThat(status.isTrue("Stalled")).isFalse();
    assertThat(trial.ns().saves()).isEmpty();
    if (tls != Tls.TLS_1_1) {
      assertThat(Objects.requireNonNull(broken.get(tls)).saveCalls()).isEmpty();
      assertThat(Objects.requireNonNull(broken.get(tls)).tokenCalls()).isEmpty();
    }

    way.moveTo(fixture.sandbox().port());
    trial.awaitSaved(1);
    assertThat(trial.held()).isEqualTo(FullResource.set("new"));
  }
}
