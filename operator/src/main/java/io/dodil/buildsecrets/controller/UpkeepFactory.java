package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.sync.CachedState;
import io.dodil.buildsecrets.sync.LiveState;

/// Makes the core once the watches are there that it looks through.
public interface UpkeepFactory {

  Upkeep create(CachedState cache, LiveState live, Upkeep.Waker waker, Upkeep.StatusWrites writes);
}
