package io.dodil.buildsecrets.controller;

import io.fabric8.kubernetes.client.KubernetesClientException;

/// What may be said of a failed call to the Kubernetes API. An exception's message may quote what
/// was sent or answered, so it is never printed.
public final class ClusterFailure {

  private ClusterFailure() {}

  /// `the Kubernetes API answered 403`, or the kind of the innermost cause.
  public static String of(Throwable failure) {
    var cause = failure;
    for (var next = failure; next != null; next = next.getCause()) {
      cause = next;
      if (next instanceof KubernetesClientException answered && answered.getCode() > 0) {
        return "the Kubernetes API answered " + answered.getCode();
      }
    }
    return cause.getClass().getSimpleName();
  }
}
