package io.dodil.buildsecrets.e2e;

import java.io.IOException;
import java.net.ServerSocket;

/// Where an operator of its own process listens.
record Ports(int probes, int metrics) {

  /// Two that are free.
  static Ports free() throws IOException {
    try (var one = new ServerSocket(0);
        var other = new ServerSocket(0)) {
      return new Ports(one.getLocalPort(), other.getLocalPort());
    }
  }

  /// The section of the configuration file.
  String section() {
    return "{probePort: %d, metricsPort: %d}".formatted(probes, metrics);
  }
}
