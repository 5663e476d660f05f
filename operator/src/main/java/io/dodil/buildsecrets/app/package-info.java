/// The commands and the composition root: [Main] reads the configuration, [OperatorProcess] wires
/// the core to Kubernetes, to Dodil and to what observes it. Nothing depends on this package.
@NullMarked
package io.dodil.buildsecrets.app;

import org.jspecify.annotations.NullMarked;
