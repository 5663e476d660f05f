package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.Memory;
import io.dodil.buildsecrets.target.TargetState;
import java.util.function.BooleanSupplier;

/// What surrounds the reconciler: how to make the core, what it remembers, who is told.
///
/// @param leads whether this process may still act at all; one that was paused beyond its Lease and
///   wakes up has a successor, whose statuses it must not overwrite
public record Shell(
    SyncFactory factory,
    Memory memory,
    TargetState targets,
    InFlight inFlight,
    RunObserver observer,
    Clock clock,
    BooleanSupplier leads) {}
