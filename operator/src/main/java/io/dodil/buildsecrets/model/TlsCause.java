package io.dodil.buildsecrets.model;

import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/// Finds out whether a call failed because no trusted TLS connection came about.
public final class TlsCause {

  private static final int MAX_CAUSES = 32;

  private TlsCause() {}

  /// Whether one of the causes says so; they may lead back to where they came from.
  public static boolean isIn(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(MAX_CAUSES)
        .anyMatch(e -> e instanceof SSLException || e instanceof CertificateException);
  }
}
