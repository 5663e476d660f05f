package io.dodil.buildsecrets.kubernetes.client;

/// Told of each call to the Kubernetes API.
@FunctionalInterface
public interface ClusterCallObserver {

  /// Instead of a status, when there was no answer.
  int NO_ANSWER = 0;

  /// Instead of a 403 that says nothing of rights: nothing may be created in a namespace that is
  /// being deleted.
  int NAMESPACE_TERMINATING = -1;

  /// A call has ended, or a watch has failed.
  ///
  /// @param verb as RBAC calls it: `get`, `list`, `watch`, `create`, `update`, `patch`
  /// @param resource `buildsecrets`, `buildsecrets/status`, `secrets`, `events`, `leases`, `other`
  /// @param status of HTTP, or one of the above
  void answered(String verb, String resource, int status);
}
