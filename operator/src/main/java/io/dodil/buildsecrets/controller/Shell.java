package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.model.Clock;
import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.Memory;
import io.dodil.buildsecrets.target.TargetState;

/// What surrounds the reconciler: how to make the core, what it remembers, who is told.
public record Shell(
    SyncFactory factory,
    Memory memory,
    TargetState targets,
    InFlight inFlight,
    RunObserver observer,
    Clock clock) {}
