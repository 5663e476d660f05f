package io.dodil.buildsecrets.push;

import io.dodil.buildsecrets.model.Sensitive;
import java.time.Duration;
import java.util.Optional;

/// What was seen of one call: all that classification may know.
sealed interface Exchange {

  /// A status line arrived.
  ///
  /// @param body of a 2xx that arrived whole and within the limit, else empty
  record Answered(int status, Optional<Duration> retryAfter, Sensitive body) implements Exchange {

    boolean is2xx() {
      return status >= 200 && status < 300;
    }

    boolean is3xx() {
      return status >= 300 && status < 400;
    }
  }

  /// No status line arrived.
  ///
  /// @param begun whether the request's headers may have left this process
  record Broken(Break why, boolean begun) implements Exchange {}

  /// Nothing of the request was written, and this process is why.
  record Withheld() implements Exchange {}

  /// The kind of an I/O failure.
  enum Break {
    TLS,
    CONNECTION,
    /// the proxy can't be reached, or made no tunnel
    PROXY,
    /// the proxy asked for another login (407)
    PROXY_LOGIN
  }
}
