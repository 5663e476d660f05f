package io.dodil.buildsecrets.dodil;

import io.dodil.buildsecrets.model.Failure.ProxyFault;
import io.dodil.buildsecrets.model.Sensitive;
import io.dodil.buildsecrets.model.TlsCause;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;

/// What was seen of one call: all that classification may know.
sealed interface CallResult {

  Sensitive NO_BODY = Sensitive.of(new byte[0]);

  /// A status line arrived.
  ///
  /// @param body of a 2xx that arrived whole and within the limit, else empty
  record Answered(int status, Optional<Duration> retryAfter, Sensitive body) implements CallResult {

    boolean is2xx() {
      return status >= 200 && status < 300;
    }

    @Override
    public CallResult withoutBody() {
      return new Answered(status, retryAfter, NO_BODY);
    }

    boolean is3xx() {
      return status >= 300 && status < 400;
    }
  }

  /// No status line arrived.
  ///
  /// @param begun whether the request's headers may have left this process
  record Failed(IoFailure why, boolean begun) implements CallResult {}

  /// Nothing of the request was written, and this process is why.
  record NotSent() implements CallResult {}

  /// The same with nothing of a body.
  default CallResult withoutBody() {
    return this;
  }

  /// The kind of an I/O failure.
  sealed interface IoFailure {

    /// One that has to do with the host of the endpoint.
    enum Direct implements IoFailure {
      TLS,
      CONNECTION,
      /// the host name has no address, as far as DNS says
      DNS,
      /// this process stops and cut the call off
      CUT_OFF
    }

    /// One of the proxy on the way.
    record Proxied(ProxyFault fault) implements IoFailure {}

    /// Returns the kind of an exception.
    ///
    /// @param proxied whether the call was to go by way of a proxy
    static IoFailure of(IOException e, boolean proxied) {
      if (e instanceof ProxyLogin.Refused refused) {
        return new Proxied(refused.fault());
      }
      if (TlsCause.isIn(e)) {
        return Direct.TLS;
      }
      if (proxied) {
        // a proxy resolves the endpoint's name: what has no address here is the proxy's own
        return new Proxied(
            e instanceof ConnectException
                    || e instanceof NoRouteToHostException
                    || e instanceof UnknownHostException
                ? ProxyFault.UNREACHABLE
                : ProxyFault.NO_TUNNEL);
      }
      return e instanceof UnknownHostException ? Direct.DNS : Direct.CONNECTION;
    }
  }
}
