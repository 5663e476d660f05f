package io.dodil.buildsecrets.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/// A CA and a server certificate, made at start.
record Certificates(String caPem, SSLContext context) {

  private static final String[] HERE = {"localhost", "127.0.0.1"};

  static Certificates make(Tls tls) {
    var ca = authority("BuildSecrets sandbox CA");
    var server =
        switch (tls) {
          case TRUSTED, TLS_1_1 -> certificate(ca, false, HERE);
          case EXPIRED -> certificate(ca, true, HERE);
          case WRONG_HOST -> certificate(ca, false, "elsewhere.invalid");
          case UNKNOWN_CA -> certificate(authority("another CA"), false, HERE);
        };
    var chain = new HandshakeCertificates.Builder().heldCertificate(server).build();
    return new Certificates(ca.certificatePem(), chain.sslContext());
  }

  private static HeldCertificate authority(String name) {
    return new HeldCertificate.Builder()
        .commonName(name)
        .certificateAuthority(0)
        .duration(3650, TimeUnit.DAYS)
        .build();
  }

  private static HeldCertificate certificate(HeldCertificate ca, boolean expired, String... names) {
    var builder = new HeldCertificate.Builder().signedBy(ca).commonName(names[0]);
    for (var name : names) {
      builder.addSubjectAlternativeName(name);
    }
    var year = Duration.ofDays(365);
    var start = Instant.now().minus(expired ? year.multipliedBy(2) : Duration.ofHours(1));
    return builder.validityInterval(start.toEpochMilli(), start.plus(year).toEpochMilli()).build();
  }
}
