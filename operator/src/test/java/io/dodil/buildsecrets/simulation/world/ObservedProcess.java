package io.dodil.buildsecrets.simulation.world;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.Settings;
import java.time.Instant;
import java.util.Optional;

/// A process of the operator as it can be seen from outside.
public interface ObservedProcess {

  int number();

  Config config();

  Settings settings();

  /// Whether it holds the Lease and is not stopping.
  boolean maySave();

  /// What it takes for the resource's status: the cluster may not know it yet, or know another one.
  BuildSecretsStatus status(Res resource);

  /// The status that it would begin a reconciliation of the resource with.
  BuildSecretsStatus known(Watch.Seen resource);

  /// Whether it has tried to write a status of that resource.
  boolean hasWritten(Res resource);

  /// When it looks at the resource of that namespace and name again.
  Optional<Instant> timer(String path);
}
