package io.dodil.buildsecrets.kubernetes.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dodil.buildsecrets.model.TlsCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// What may be said of a failed call to the Kubernetes API. An exception's message may quote what
/// was sent or answered, so it is never printed.
public final class ClusterFailure {

  private static final int MAX_CAUSES = 32;

  private ClusterFailure() {}

  /// Whether the API answered with an error, or did not answer; else something is wrong with what
  /// it answered, with the client or with the operator.
  public static boolean isForeseen(Throwable failure) {
    var cause = innermost(failure);
    return status(failure).isPresent()
        || cause instanceof TimeoutException
        || cause instanceof InterruptedException
        || (cause instanceof IOException && !(cause instanceof JsonProcessingException));
  }

  /// `the Kubernetes API answered 403`, that its certificate is not trusted, or the kind of the
  /// innermost cause.
  public static String of(Throwable failure) {
    return status(failure)
        .map(status -> "the Kubernetes API answered " + status)
        .orElseGet(
            () ->
                TlsCause.isIn(failure)
                    ? "no trusted TLS connection to the Kubernetes API: its certificate is not of"
                        + " the CA of the kubeconfig or service account, for another name, or"
                        + " expired"
                    : innermost(failure).getClass().getName());
  }

  /// What the API answered; empty when it did not answer.
  public static Optional<Integer> status(Throwable failure) {
    return causes(failure)
        .filter(KubernetesClientException.class::isInstance)
        .map(e -> ((KubernetesClientException) e).getCode())
        .filter(code -> code > 0)
        .findFirst();
  }

  private static Throwable innermost(Throwable failure) {
    return causes(failure).reduce(failure, (_, cause) -> cause);
  }

  /// They may lead back to where they came from.
  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MAX_CAUSES);
  }
}
