package io.dodil.buildsecrets.controller;

/// Told of each call to the Kubernetes API.
@FunctionalInterface
public interface ClusterCallObserver {

  /// Instead of a status, when there was no answer.
  int NO_ANSWER = 0;

  /// A call has ended, or a watch has failed.
  ///
  /// @param verb as RBAC calls it: `get`, `list`, `watch`, `create`, `update`, `patch`
  /// @param resource `buildsecrets`, `buildsecrets/status`, `secrets`, `events`, `leases`, `other`
  /// @param status of HTTP
  void answered(String verb, String resource, int status);
}
