/// The core against an adversary. A [Simulation] runs random programs of [Op]s on one thread: the
/// real core with everything around it simulated, the world changing in the middle of calls, and
/// processes dying there. [Judge] holds what must be so at any moment, [Quiescence] what must be so
/// at the end; what is right they ask of [Oracle], which knows the cluster and nothing of the code.
///
/// `-Dsimulation.operations=N` makes it longer, `-Dsimulation.seed=S` begins with that seed. A seed
/// that fails is told as a story of the few operations that it needs.
@NullMarked
package io.dodil.buildsecrets.simulation;

import org.jspecify.annotations.NullMarked;
