package io.dodil.buildsecrets.kubernetes.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.net.ConnectException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class ClusterFailureTest {

  @Test
  void saysThatTheCertificateIsNotTrusted() {
    var handshake = new SSLHandshakeException("canary");
    handshake.initCause(new CertificateException("canary"));

    assertThat(
            ClusterFailure.of(new KubernetesClientException("canary", new IOException(handshake))))
        .startsWith("no trusted TLS connection to the Kubernetes API: ")
        .doesNotContain("canary");
  }

  @Test
  void saysTheStatusElseTheKind() {
    assertThat(ClusterFailure.of(new KubernetesClientException("canary", 403, null)))
        .isEqualTo("the Kubernetes API answered 403");
    assertThat(ClusterFailure.of(new KubernetesClientException("canary", new ConnectException())))
        .isEqualTo("java.net.ConnectException");
  }
}
