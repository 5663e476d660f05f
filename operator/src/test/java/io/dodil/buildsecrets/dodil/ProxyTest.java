package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.CallSettings;
import io.dodil.buildsecrets.model.CallSettings.Proxy.Configured;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.ProxyFault;
import io.dodil.buildsecrets.model.NoProxy;
import io.dodil.buildsecrets.model.ProxyEnvironment;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {

  private static final String ELSEWHERE = "https://api.example.invalid";

  @TempDir Path folder;
  Dodil target;
  ConnectProxy proxy;
  Dodil caller;

  @BeforeEach
  void start() throws IOException {
    var direct = Dodil.settings(folder);
    target = Dodil.started(direct, Dodil.certificate("api.example.invalid"));
    proxy = ConnectProxy.to(target.server.getPort());
    login("me:first-canary\n");
    caller = caller(Optional.of(folder.resolve("login")));
  }

  private Dodil caller(Optional<Path> login) throws IOException {
    return Dodil.started(
        Dodil.settings(
            Dodil.settings(folder).caFile(),
            Optional.of(new CallSettings.Proxy(proxy.url(), new Configured(login)))),
        Dodil.certificate("localhost"));
  }

  @AfterEach
  void stop() throws IOException {
    caller.close();
    proxy.close();
    target.close();
  }

  private void login(String login) throws IOException {
    Files.writeString(folder.resolve("login"), login);
  }

  @Test
  void isTunneledThroughWithItsLogin() throws Exception {
    target.answering(Dodil.saved());

    assertThat(caller.saveTo(Dodil.endpoint(ELSEWHERE))).isEqualTo(new SaveAnswer.Accepted());

    assertThat(proxy.seen).containsOnly("CONNECT api.example.invalid:443 HTTP/1.1");
    assertThat(target.server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
  }

  @Test
  void isGivenTheLoginOfTheFileAsItIsNow() throws IOException {
    proxy.login = Optional.of("me:second-canary");
    login("me:second-canary");
    target.answering(Dodil.saved());

    assertThat(caller.saveTo(Dodil.endpoint(ELSEWHERE))).isEqualTo(new SaveAnswer.Accepted());
  }

  @Test
  void saysThatItsLoginIsRefused() throws IOException {
    proxy.login = Optional.of("somebody:else");

    assertThat(caller.saveTo(Dodil.endpoint(ELSEWHERE)))
        .isEqualTo(proxyFailed(ProxyFault.LOGIN_REFUSED));

    Files.delete(folder.resolve("login"));
    assertThat(caller.saveTo(Dodil.endpoint(ELSEWHERE)))
        .isEqualTo(proxyFailed(ProxyFault.LOGIN_REFUSED));
    assertThat(target.server.getRequestCount()).isZero();
  }

  @Test
  void isTunneledThroughWithoutALogin() throws Exception {
    proxy.login = Optional.empty();
    try (var stranger = caller(Optional.empty())) {
      target.answering(Dodil.saved());

      assertThat(stranger.saveTo(Dodil.endpoint(ELSEWHERE))).isEqualTo(new SaveAnswer.Accepted());

      assertThat(proxy.seen).containsOnly("CONNECT api.example.invalid:443 HTTP/1.1");
      assertThat(proxy.heads).noneMatch(line -> line.startsWith("Proxy-Authorization"));
    }
  }

  @Test
  void isGivenTheLoginOfTheEnvironment() throws IOException {
    proxy.login = Optional.of("me:p@ss");
    try (var injected = callerOf("http://me:p%40ss@")) {
      target.answering(Dodil.saved());

      assertThat(injected.saveTo(Dodil.endpoint(ELSEWHERE))).isEqualTo(new SaveAnswer.Accepted());
    }
  }

  @Test
  void saysThatTheLoginOfTheEnvironmentIsMissingOrRefused() throws IOException {
    try (var without = callerOf("http://");
        var wrong = callerOf("http://me:wrong@")) {
      assertThat(without.saveTo(Dodil.endpoint(ELSEWHERE)))
          .isEqualTo(proxyFailed(ProxyFault.ENVIRONMENT_LOGIN_MISSING));
      assertThat(wrong.saveTo(Dodil.endpoint(ELSEWHERE)))
          .isEqualTo(proxyFailed(ProxyFault.ENVIRONMENT_LOGIN_REFUSED));
    }
  }

  private Dodil callerOf(String schemeAndLogin) throws IOException {
    var url = schemeAndLogin + "127.0.0.1:" + proxy.url().getPort();
    return Dodil.started(
        ProxyEnvironment.of(Map.of("HTTPS_PROXY", url)).appliedTo(Dodil.settings(folder)),
        Dodil.certificate("localhost"));
  }

  @Test
  void saysThatItAsksForALoginThatNobodyConfigured() throws IOException {
    try (var stranger = caller(Optional.empty())) {
      assertThat(stranger.saveTo(Dodil.endpoint(ELSEWHERE)))
          .isEqualTo(proxyFailed(ProxyFault.LOGIN_MISSING));

      assertThat(proxy.seen).containsExactly("CONNECT api.example.invalid:443 HTTP/1.1");
    }
  }

  @Test
  void saysThatItIsAwayWhenThereIsNoLogin() throws Exception {
    proxy.leave();
    try (var stranger = caller(Optional.empty())) {
      assertThat(stranger.saveTo(Dodil.endpoint(ELSEWHERE)))
          .isEqualTo(proxyFailed(ProxyFault.UNREACHABLE));
    }
  }

  @Test
  void saysThatItIsAway() throws Exception {
    proxy.leave();

    assertThat(caller.saveTo(Dodil.endpoint(ELSEWHERE)))
        .isEqualTo(proxyFailed(ProxyFault.UNREACHABLE));
    assertThat(caller.tokenFrom(Dodil.endpoint(ELSEWHERE)))
        .isEqualTo(
            new TokenAnswer.NotIssued(
                new Failure.ProxyFailed(Failure.Party.TOKEN_ENDPOINT, ProxyFault.UNREACHABLE),
                Optional.empty()));
  }

  @Test
  void saysThatItMakesNoTunnel() throws IOException {
    target.close();

    assertThat(caller.saveTo(Dodil.endpoint(ELSEWHERE)))
        .isEqualTo(proxyFailed(ProxyFault.NO_TUNNEL));
  }

  @Test
  void isNotAskedToLogInByWhoIsBehindIt() throws Exception {
    target.answering(
        Dodil.status(407).setHeader("Proxy-Authenticate", "Basic realm=x"), Dodil.saved());

    assertThat(caller.saveTo(Dodil.endpoint(ELSEWHERE)))
        .isEqualTo(
            new SaveAnswer.NotAccepted(
                new Failure.UnexpectedResponse(407),
                SaveAnswer.Certainty.NOTHING_SAVED,
                Optional.empty()));

    assertThat(target.server.takeRequest().getHeaders().get("Proxy-Authorization")).isNull();
    assertThat(target.server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void isNotUsedForThisMachine() {
    caller.answering(Dodil.saved());

    assertThat(caller.save()).isEqualTo(new SaveAnswer.Accepted());

    assertThat(proxy.seen).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.acme.dev,true",
    "https://API.ACME.DEV:8443,true",
    "https://sub.api.acme.dev,true",
    "https://id.dev:8443,true",
    "https://id.dev,false",
    "https://x.svc,true",
    "https://svc,false",
    "https://xsvc,false",
    "https://[2001:db8::1],true",
    "https://127.0.0.1,true",
    "https://acme.dev,false"
  })
  void isPassedByForTheNamesThatNeedNone(String url, boolean direct) {
    var selector =
        new ConfiguredProxy(
            CallSettings.defaults()
                .with(
                    Optional.of(
                        new CallSettings.Proxy(proxy.url(), new Configured(Optional.empty()))),
                    NoProxy.parse("Api.acme.dev, .svc, 2001:db8::1, id.dev:8443").hosts()));

    var chosen = selector.select(URI.create(url)).getFirst().type();

    assertThat(chosen).isEqualTo(direct ? Proxy.Type.DIRECT : Proxy.Type.HTTP);
  }

  private static SaveAnswer proxyFailed(ProxyFault fault) {
    return new SaveAnswer.NotAccepted(
        new Failure.ProxyFailed(Failure.Party.API, fault),
        SaveAnswer.Certainty.NOT_SENT,
        Optional.empty());
  }
}
