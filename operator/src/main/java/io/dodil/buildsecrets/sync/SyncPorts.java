package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Clock;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The world as [Sync] sees it.
///
/// @param random in [0, 1)
/// @param requestIds a new one at each call, random
public record SyncPorts(
    CachedState cache,
    LiveState live,
    SaveEndpoint saves,
    Clock clock,
    DoubleSupplier random,
    Supplier<String> requestIds) {}
