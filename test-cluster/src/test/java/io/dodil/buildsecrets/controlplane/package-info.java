/// Where the control plane looks for its binaries.
@NullMarked
package io.dodil.buildsecrets.controlplane;

import org.jspecify.annotations.NullMarked;
