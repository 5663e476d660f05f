/// The core against an adversary. A [io.dodil.buildsecrets.simulation.Simulation] runs random
/// programs of [io.dodil.buildsecrets.simulation.Op]s: the real core, as `reconcile` wires it, in a
/// simulated `world`. Reconciliations run on threads of their own, one at a time, and take turns
/// whenever one waits in a call; the program alone says in which order. What must be so at any
/// moment, and what at the end, `invariants` say, one a file.
///
/// `-Dsimulation.operations=N` makes it longer, `-Dsimulation.seed=S` begins with that seed. A seed
/// that fails is told as a story of the few operations that it needs.
@NullMarked
package io.dodil.buildsecrets.simulation;

import org.jspecify.annotations.NullMarked;
