/// Writes Events of `events.k8s.io/v1`, one after the other and never on the thread of a save.
@NullMarked
package io.dodil.buildsecrets.observe.events;

import org.jspecify.annotations.NullMarked;
