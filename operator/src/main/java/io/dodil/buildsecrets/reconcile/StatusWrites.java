package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;

/// Where statuses are written to.
public interface StatusWrites {

  /// Writes the status to whatever resource has that namespace and name. Never throws for what the
  /// API server answers.
  Written write(ResourceId id, BuildSecretsStatus status);

  /// What became of a write.
  sealed interface Written {

    /// The cluster knows the status.
    ///
    /// @param uid of the resource that it was written to
    record To(String uid) implements Written {}

    /// There is no resource of that name any more.
    record Gone() implements Written {}

    /// The cluster may or may not know it.
    record Failed() implements Written {}
  }
}
