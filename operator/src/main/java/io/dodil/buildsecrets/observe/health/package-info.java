/// The probes of the kubelet, and what they judge: whether the process can still make progress.
@NullMarked
package io.dodil.buildsecrets.observe.health;

import org.jspecify.annotations.NullMarked;
