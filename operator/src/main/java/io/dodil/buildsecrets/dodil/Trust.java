package io.dodil.buildsecrets.dodil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Optional;
import okhttp3.tls.HandshakeCertificates;

/// Which certificates are trusted: the JDK's own, and those of a PEM file.
final class Trust {

  private Trust() {}

  static HandshakeCertificates of(Optional<Path> caFile) throws IOException {
    var trust = new HandshakeCertificates.Builder().addPlatformTrustedCertificates();
    if (caFile.isPresent()) {
      try (var in = Files.newInputStream(caFile.get())) {
        for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
          trust.addTrustedCertificate((X509Certificate) certificate);
        }
      } catch (CertificateException e) {
        throw new IOException("the CA file holds no usable certificates", e);
      }
    }
    return trust.build();
  }
}
