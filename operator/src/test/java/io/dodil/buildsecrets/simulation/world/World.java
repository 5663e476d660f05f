package io.dodil.buildsecrets.simulation.world;

import java.time.Instant;
import java.util.Optional;

/// Everything around the operator, as it really is.
public interface World {

  Cluster cluster();

  Idp idp();

  /// Monotonic time.
  Instant monotonic();

  /// The wall clock, which can be set.
  Instant wall();

  /// How often a resource or Secret has changed.
  long changes();

  /// The body that the organization holds.
  Optional<String> held(String target);

  /// Whether a request may still be applied, or was applied too late to be set right yet.
  boolean isInDoubt(String target);

  /// Whether something was accepted while an earlier request could still be applied, and has not
  /// been sent once more although there was time for it.
  boolean isUnconfirmed(String target);
}
