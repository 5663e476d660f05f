/// References -> payload or problems. In: a spec and the Secrets it names, read once; out: the
/// whole [io.dodil.buildsecrets.model.Payload], or every problem in spec order, never half of it.
/// Pure. Must not import a Kubernetes client.
@NullMarked
package io.dodil.buildsecrets.resolve;

import org.jspecify.annotations.NullMarked;
