/// What must be so, whatever happens: one invariant a file, named by its sentence. Durations come
/// from the settings of the process that is judged; what the contract fixes is in `Contract`.
@NullMarked
package io.dodil.buildsecrets.simulation.invariants;

import org.jspecify.annotations.NullMarked;
