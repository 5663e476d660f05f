package io.dodil.buildsecrets.e2e.harness;

import java.io.IOException;
import java.net.ServerSocket;

/// Where an operator of its own process listens.
public record Ports(int probes, int metrics) {

  /// Two that are free.
  public static Ports free() throws IOException {
    try (var one = new ServerSocket(0);
        var other = new ServerSocket(0)) {
      return new Ports(one.getLocalPort(), other.getLocalPort());
    }
  }

  /// The section of the configuration file.
  public String section() {
    return "{probePort: %d, metricsPort: %d}".formatted(probes, metrics);
  }
}
