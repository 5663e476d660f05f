/// The commands `run` and `uninstall` and the composition root: [RunCommand] reads the
/// configuration, [OperatorProcess] wires the core to Kubernetes, to Dodil and to what observes it.
/// No package of the operator depends on this one.
@NullMarked
package io.dodil.buildsecrets.app;

import org.jspecify.annotations.NullMarked;
