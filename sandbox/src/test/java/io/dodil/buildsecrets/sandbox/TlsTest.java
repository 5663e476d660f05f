package io.dodil.buildsecrets.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsTest {

  @Test
  void isTrustedByItsOwnCa() throws IOException {
    try (var sandbox = Sandbox.start(SandboxSettings.sample())) {
      assertThat(Dodil.of(sandbox).get("/healthz").body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EXPIRED, validity",
    "WRONG_HOST, not verified",
    "UNKNOWN_CA, path",
    "TLS_1_1, handshake"
  })
  void isRefusedByACarefulClient(Tls tls, String why) {
    try (var sandbox = Sandbox.start(SandboxSettings.sample().withTls(tls))) {
      assertThatThrownBy(() -> Dodil.of(sandbox).get("/healthz"))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining(why);
    }
  }

  @Test
  void listensOnTheLoopbackOnly() throws IOException {
    try (var sandbox = Sandbox.start(SandboxSettings.sample())) {
      var others =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(address -> !address.isLoopbackAddress())
              .toList();
      for (InetAddress address : others) {
        assertThatThrownBy(() -> new Socket(address, sandbox.port()).close())
            .isInstanceOf(IOException.class);
      }
    }
  }
}
