package io.dodil.buildsecrets.plan.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dodil.buildsecrets.kubeconfig.CommandFailure;
import io.dodil.buildsecrets.kubeconfig.Kubeconfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import mockwebserver3.MockWebServer;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.Test;

class ApiServerTest {

  private static final String NOT_TRUSTED =
      "the cluster gives no trusted TLS connection: its certificate is not of the CA in the"
          + " kubeconfig, for another name, or expired";

  private static HeldCertificate certificate(String host) {
    return new HeldCertificate.Builder().addSubjectAlternativeName(host).build();
  }

  private static ConfigBuilder config(int port) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl("https://127.0.0.1:" + port)
        .withRequestRetryBackoffLimit(0);
  }

  private static void get(Config config) throws CommandFailure {
    try (var api = new ApiServer(new Kubeconfig(config, "ci", "the cluster"))) {
      api.get("api");
    }
  }

  @Test
  void saysThatTheCertificateIsNotTrusted() throws Exception {
    var held = certificate("127.0.0.1");
    var elsewhere = certificate("elsewhere.invalid");
    try (var server = new MockWebServer()) {
      server.useHttps(
          new HandshakeCertificates.Builder()
              .heldCertificate(elsewhere)
              .build()
              .sslSocketFactory());
      server.start();

      assertThatThrownBy(
              () -> get(config(server.getPort()).withCaCertData(held.certificatePem()).build()))
          .hasMessage(NOT_TRUSTED);
      assertThatThrownBy(
              () ->
                  get(config(server.getPort()).withCaCertData(elsewhere.certificatePem()).build()))
          .as("for another host")
          .hasMessage(NOT_TRUSTED);
    }
  }

  @Test
  void namesTheProxyOnTheWay() throws Exception {
    try (var silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = silent.getLocalPort();

      assertThatThrownBy(() -> get(config(port).build()))
          .hasMessage("the cluster can't be reached");
      assertThatThrownBy(() -> get(config(port).withHttpsProxy("http://127.0.0.1:" + port).build()))
          .hasMessage("the cluster can't be reached through proxy 127.0.0.1:" + port);
    }
  }
}
