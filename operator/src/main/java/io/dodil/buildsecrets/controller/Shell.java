package io.dodil.buildsecrets.controller;

import io.dodil.buildsecrets.status.RunObserver;
import io.dodil.buildsecrets.sync.Memory;
import java.time.InstantSource;

/// What surrounds the reconciler: how to make the core, what it remembers, who is told.
public record Shell(
    SyncFactory factory,
    Memory memory,
    InFlight inFlight,
    RunObserver observer,
    InstantSource clock) {}
