package io.dodil.buildsecrets.dodil;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import okhttp3.Authenticator;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.Route;
import org.jspecify.annotations.Nullable;

/// Logs in to the proxy (RFC 7617). The file is read each time, so that its rotation works.
final class ProxyLogin implements Authenticator {

  private static final String HEADER = "Proxy-Authorization";

  private final Optional<Path> credentialsFile;

  ProxyLogin(Optional<Path> credentialsFile) {
    this.credentialsFile = credentialsFile;
  }

  /// @throws Refused when there is no login left that could be tried
  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) throws Refused {
    // a 407 from behind the tunnel is no proxy's, and must not be given its credentials
    if (!response.request().method().equals("CONNECT")) {
      return null;
    }
    return header()
        .filter(login -> !login.equals(response.request().header(HEADER)))
        .map(login -> response.request().newBuilder().header(HEADER, login).build())
        .orElseThrow(Refused::new);
  }

  /// What OkHttp itself says of a 407 can't be told from other failures.
  static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    private Refused() {
      super("the proxy refused the login");
    }
  }

  private Optional<String> header() {
    return credentialsFile.flatMap(ProxyLogin::read);
  }

  private static Optional<String> read(Path file) {
    try {
      var login = Files.readString(file).strip().getBytes(UTF_8);
      return Optional.of("Basic " + Base64.getEncoder().encodeToString(login));
    } catch (IOException e) {
      // without it the proxy refuses, which is what the caller gets to see
      return Optional.empty();
    }
  }
}
