package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.LiveState;
import io.dodil.buildsecrets.sync.Sync;
import java.util.function.Consumer;

/// Makes the core once the watches are there that it looks through.
public interface SyncFactory {

  /// The core on one cluster.
  ///
  /// @param wake lets a resource be looked at again
  Sync create(CachedState cache, LiveState live, Consumer<ResourceId> wake);
}
