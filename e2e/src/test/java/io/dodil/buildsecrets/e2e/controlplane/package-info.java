/// The test cluster itself, and facts of the platform.
@NullMarked
package io.dodil.buildsecrets.e2e.controlplane;

import org.jspecify.annotations.NullMarked;
