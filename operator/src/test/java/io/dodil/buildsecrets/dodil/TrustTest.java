package io.dodil.buildsecrets.dodil;

import static org.assertj.core.api.Assertions.assertThat;

import io.dodil.buildsecrets.auth.TokenAnswer;
import io.dodil.buildsecrets.model.Failure;
import io.dodil.buildsecrets.model.Failure.Party;
import io.dodil.buildsecrets.sync.SaveAnswer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

  private static final SaveAnswer REFUSED =
      new SaveAnswer.NotAccepted(
          new Failure.TlsFailure(Party.API), SaveAnswer.Certainty.NOT_SENT, Optional.empty());

  @TempDir Path folder;

  @Test
  void keepsTheAuthoritiesOfTheJdkBesideTheFile() throws IOException {
    var jdk = Trust.of(Optional.empty()).trustManager().getAcceptedIssuers();
    var settings = Dodil.settings(folder);

    var all = Trust.of(settings.caFile()).trustManager().getAcceptedIssuers();

    assertThat(all).contains(jdk).contains(Dodil.AUTHORITY.certificate());
  }

  @Test
  void readsABundle() throws IOException {
    var other = new HeldCertificate.Builder().certificateAuthority(0).build();
    var bundle =
        Files.writeString(
            folder.resolve("bundle.pem"),
            "# two\n" + other.certificatePem() + "\n" + Dodil.AUTHORITY.certificatePem());
    var settings = Dodil.settings(Optional.of(bundle), Optional.empty());

    try (var dodil = Dodil.started(settings, Dodil.certificate("localhost"))) {
      assertThat(dodil.answering(Dodil.saved()).save()).isEqualTo(new SaveAnswer.Accepted());
    }
  }

  @Test
  void refusesAnUnknownAuthority() throws IOException {
    var settings = Dodil.settings(Optional.empty(), Optional.empty());

    try (var dodil = Dodil.started(settings, Dodil.certificate("localhost"))) {
      assertThat(dodil.save()).isEqualTo(REFUSED);
      assertThat(dodil.token())
          .isEqualTo(
              new TokenAnswer.NotIssued(
                  new Failure.TlsFailure(Party.TOKEN_ENDPOINT), Optional.empty()));
      assertThat(dodil.server.getRequestCount()).isZero();
    }
  }

  @Test
  void refusesAnotherHostsCertificate() throws IOException {
    try (var dodil = Dodil.started(Dodil.settings(folder), Dodil.certificate("other.test"))) {
      assertThat(dodil.save()).isEqualTo(REFUSED);
      assertThat(dodil.server.getRequestCount()).isZero();
    }
  }

  @Test
  void refusesAnExpiredCertificate() throws IOException {
    var expired =
        new HeldCertificate.Builder()
            .signedBy(Dodil.AUTHORITY)
            .addSubjectAlternativeName("localhost")
            .validityInterval(0, 1000)
            .build();

    try (var dodil = Dodil.started(Dodil.settings(folder), expired)) {
      assertThat(dodil.save()).isEqualTo(REFUSED);
    }
  }

  /// The JDK itself speaks no TLS 1.1 any more, so the server is a ServerHello.
  @Test
  void refusesAServerThatOnlySpeaksTls11() throws IOException {
    var hello = "0302" + "00".repeat(32) + "00" + "002f" + "00";
    var record = HexFormat.of().parseHex("160302002a" + "02000026" + hello);
    try (var dodil = Dodil.started(folder);
        var server = new ServerSocket(0)) {
      Thread.ofVirtual().start(() -> answer(server, record));

      assertThat(dodil.saveTo(Dodil.endpoint("https://localhost:" + server.getLocalPort())))
          .isEqualTo(REFUSED);
    }
  }

  @Test
  void refusesAServerThatSpeaksNoTls() throws IOException {
    try (var dodil = Dodil.started(folder);
        var server = new ServerSocket(0)) {
      var plain = "HTTP/1.1 200 OK\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      Thread.ofVirtual().start(() -> answer(server, plain));

      assertThat(dodil.saveTo(Dodil.endpoint("https://localhost:" + server.getLocalPort())))
          .isEqualTo(REFUSED);
    }
  }

  private static void answer(ServerSocket server, byte[] bytes) {
    try (var socket = server.accept()) {
      var _ = socket.getInputStream().read(new byte[4096]);
      socket.getOutputStream().write(bytes);
      // until the client has read it and hangs up
      socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // the client is gone
    }
  }
}
