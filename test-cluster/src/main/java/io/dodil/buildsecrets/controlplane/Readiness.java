package io.dodil.buildsecrets.controlplane;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// Asks the API server whether it is ready, as kube-api-test does at the first start.
final class Readiness {

  private Readiness() {}

  static void await(Path kubectl, Path kubeconfig, Duration timeout) {
    var command =
        new ProcessBuilder(
                kubectl.toString(),
                "--kubeconfig=" + kubeconfig,
                "--request-timeout=5s",
                "get",
                "--raw=/readyz")
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD);
    var deadline = Instant.now().plus(timeout);
    try {
      while (command.start().waitFor() != 0) {
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException("The API server was not ready within " + timeout);
        }
        Thread.sleep(Duration.ofMillis(100));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the API server started", e);
    }
  }
}
