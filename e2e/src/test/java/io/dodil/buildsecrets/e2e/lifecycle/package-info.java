/// Start, leadership, liveness, stop.
@NullMarked
package io.dodil.buildsecrets.e2e.lifecycle;

import org.jspecify.annotations.NullMarked;
