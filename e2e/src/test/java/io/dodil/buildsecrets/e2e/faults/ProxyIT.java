package io.dodil.buildsecrets.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.e2e.harness.Cluster;
import io.dodil.buildsecrets.e2e.harness.FullResource;
import io.dodil.buildsecrets.e2e.harness.OperatorExtension;
import io.dodil.buildsecrets.e2e.harness.OperatorFixture;
import io.dodil.buildsecrets.e2e.harness.Relay;
import io.dodil.buildsecrets.e2e.harness.SettingsOverrides;
import io.dodil.buildsecrets.e2e.harness.TunnelProxy;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.Endpoint;
import io.dodil.buildsecrets.model.NoProxy;
import io.dodil.buildsecrets.sandbox.Sandbox;
import io.dodil.buildsecrets.sandbox.SandboxSettings;
import io.dodil.buildsecrets.sandbox.Tls;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// A Dodil that only a proxy can reach: nobody else knows its name. A loopback name would be
/// reached without a proxy.
@ExtendWith(OperatorExtension.class)
class ProxyIT {

  private static final String LOGIN = "operator:pr0xy-canary";

  @TempDir private Path folder = Path.of("");
  private Sandbox far;
  private TunnelProxy proxy;
  private Relay way;
  private @Nullable OperatorFixture fixture;
  private final Cluster cluster;

  ProxyIT(Cluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void build() throws IOException {
    // whose certificate is for elsewhere.invalid, and right there
    far =
        Sandbox.start(SandboxSettings.of(OperatorFixture.organizations()).withTls(Tls.WRONG_HOST));
    proxy = TunnelProxy.to(far.port(), LOGIN);
    way = Relay.to(proxy.port());
    login(LOGIN);
  }

  @AfterEach
  void strike() throws IOException {
    if (fixture != null) {
      fixture.close();
    }
    way.close();
    proxy.close();
    far.close();
  }

  private void login(String login) throws IOException {
    Files.writeString(folder.resolve("login"), login + "\n");
  }

  private FullResource start(String noProxy) throws IOException {
    return start(Optional.of(folder.resolve("login")), noProxy);
  }

  private FullResource start(Optional<Path> login, String noProxy) throws IOException {
    var ca = Files.writeString(folder.resolve("ca.pem"), far.caPem());
    var hosts = NoProxy.parse(noProxy).hosts();
    var settings =
        new CallSettings.Proxy(
            URI.create("http://127.0.0.1:" + way.port()), new CallSettings.Proxy.Configured(login));
    fixture =
        OperatorFixture.start(
            cluster,
            SettingsOverrides.with(t -> t.caFile(ca).proxy(settings, hosts).endpoint(endpoint())));
    return FullResource.on(fixture, "far");
  }

  private Endpoint endpoint() {
    var path = URI.create(far.tokenUrl()).getPath();
    return new Endpoint(
        "far",
        URI.create("https://elsewhere.invalid"),
        Optional.of(URI.create("https://elsewhere.invalid" + path)),
        "");
  }

  @Test
  void carriesSaveAndTokenAndSeesNeither() throws IOException {
    var trial = start("");

    trial.apply("new");

    trial.awaitSaved(1);
    assertThat(far.holdings(trial.ns().organization())).isEqualTo(FullResource.set("new"));
    assertThat(far.tokenCalls()).hasSize(1);
    assertThat(proxy.heads())
        .contains("CONNECT elsewhere.invalid:443 HTTP/1.1")
        .allMatch(
            line ->
                line.matches(
                    "CONNECT elsewhere\\.invalid:443 .*|Host:"
                        + " elsewhere\\.invalid:443|Proxy-Connection: .*|Proxy-Authorization: Basic"
                        + " .*|User-Agent: okhttp/.*"));
    // a TLS handshake (RFC 8446, 5.1)
    assertThat(proxy.firstBytes()).containsOnly(22);
  }

  @Test
  void needsNoLoginWhereItAsksForNone() throws IOException {
    proxy.demand("");
    var trial = start(Optional.empty(), "");

    trial.apply("old");

    trial.awaitSaved(1);
    assertThat(proxy.heads())
        .contains("CONNECT elsewhere.invalid:443 HTTP/1.1")
        .noneMatch(line -> line.startsWith("Proxy-Authorization"));
    proxy.demand(LOGIN);
    way.refuse();
    way.accept();
    trial.apply("new");
    trial.ns().awaitReason(FullResource.NAME, "ApiUnavailable");
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .startsWith(
            "the proxy on the way to the API asks for a login (407), and the operator has none: set"
                + " calls.proxy.credentialsFile, retrying");
  }

  @Test
  void isPassedByForWhatNeedsNone() throws IOException {
    var trial = start("*.svc, .invalid");

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "TokenUnavailable");
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .startsWith("the host name of the token endpoint can't be resolved");
    assertThat(way.connections()).isZero();
  }

  @Test
  void saysThatTheProxyRefusesTheLoginAndUsesTheMendedFile() throws IOException {
    proxy.demand("operator:an0ther-canary");
    var trial = start("");

    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "TokenUnavailable");
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .isEqualTo(
            "the proxy on the way to the token endpoint refused the operator's login (407): correct"
                + " its credentials file, retrying at most every 5 min; nothing has been saved"
                + " yet");
    login("operator:an0ther-canary");
    trial.awaitSaved(1);
  }

  @Test
  void waitsForAProxyThatIsAway() throws IOException {
    var trial = start("");
    way.refuse();
    trial.apply("old");
    trial.ns().awaitReason(FullResource.NAME, "TokenUnavailable");
    way.accept();
    trial.awaitSaved(1);

    way.refuse();
    trial.apply("new");

    trial.ns().awaitReason(FullResource.NAME, "ApiUnavailable");
    assertThat(trial.ns().condition(FullResource.NAME, "Ready").message())
        .startsWith(
            "the API can't be reached through the operator's proxy, which accepts no connections,"
                + " retrying");
    way.accept();
    trial.awaitSaved(2);
    assertThat(far.holdings(trial.ns().organization())).isEqualTo(FullResource.set("new"));
  }
}
