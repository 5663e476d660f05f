package io.dodil.buildsecrets.dodil;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.model.CallSettings.Proxy.Configured;
import io.dodil.buildsecrets.model.CallSettings.Proxy.Environment;
import io.dodil.buildsecrets.model.CallSettings.Proxy.Source;
import io.dodil.buildsecrets.model.Failure.ProxyFault;
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

  private final Source source;

  ProxyLogin(Source source) {
    this.source = source;
  }

  /// Returns null where the CONNECT goes without a login.
  ///
  /// @throws Refused when the proxy asks for a login and none is left that could be tried
  @Override
  public @Nullable Request authenticate(@Nullable Route route, Response response) throws Refused {
    // a 407 from behind the tunnel is no proxy's, and must not be given its credentials
    if (!response.request().method().equals("CONNECT")) {
      return null;
    }
    var tried = Optional.ofNullable(response.request().header(HEADER));
    var login = header().filter(l -> tried.filter(l::equals).isEmpty());
    if (login.isPresent()) {
      return response.request().newBuilder().header(HEADER, login.get()).build();
    }
    if (isBeforeTheFirst(response)) {
      return null;
    }
    throw new Refused(fault());
  }

  private ProxyFault fault() {
    return switch (source) {
      case Configured(var file) ->
          file.isPresent() ? ProxyFault.LOGIN_REFUSED : ProxyFault.LOGIN_MISSING;
      case Environment(_, var given) ->
          given.isPresent()
              ? ProxyFault.ENVIRONMENT_LOGIN_REFUSED
              : ProxyFault.ENVIRONMENT_LOGIN_MISSING;
    };
  }

  /// OkHttp asks before the first CONNECT, with a 407 that it makes up.
  private static boolean isBeforeTheFirst(Response response) {
    return response.sentRequestAtMillis() < 0;
  }

  /// What OkHttp itself says of a 407 can't be told from other failures.
  static final class Refused extends IOException {

    private static final long serialVersionUID = 1L;

    private final ProxyFault fault;

    private Refused(ProxyFault fault) {
      super("the proxy asks for another login");
      this.fault = fault;
    }

    ProxyFault fault() {
      return fault;
    }
  }

  private Optional<String> header() {
    return switch (source) {
      case Configured(var file) -> file.flatMap(ProxyLogin::read);
      case Environment(_, var given) -> given.map(login -> basic(login.reveal()));
    };
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(basic(Files.readString(file).strip().getBytes(UTF_8)));
    } catch (IOException e) {
      // without it the proxy refuses, which is what the caller gets to see
      return Optional.empty();
    }
  }

  private static String basic(byte[] login) {
    return "Basic " + Base64.getEncoder().encodeToString(login);
  }
}
