package io.dodil.buildsecrets.dodil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/// Which certificates are trusted: the JDK's own, and those of a PEM file.
record Trust(SSLSocketFactory sockets, X509TrustManager manager) {

  static Trust of(Optional<Path> caFile) throws IOException {
    try {
      var jdk = manager(null);
      var manager = caFile.isPresent() ? manager(with(jdk, read(caFile.get()))) : jdk;
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager}, null);
      return new Trust(context.getSocketFactory(), manager);
    } catch (GeneralSecurityException e) {
      throw new IOException("the CA file holds no usable certificates", e);
    }
  }

  private static List<Certificate> read(Path caFile) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(caFile)) {
      return List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(in));
    }
  }

  private static KeyStore with(X509TrustManager jdk, List<Certificate> more)
      throws IOException, GeneralSecurityException {
    var all = new ArrayList<Certificate>(Arrays.asList(jdk.getAcceptedIssuers()));
    all.addAll(more);
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("ca-" + i, all.get(i));
    }
    return store;
  }

  private static X509TrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
