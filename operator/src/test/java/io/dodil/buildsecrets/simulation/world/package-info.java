/// The simulated world: resources, Secrets, watches, the identity provider, and what is right
/// there, which [io.dodil.buildsecrets.simulation.world.Oracle] says without asking the operator's
/// code.
@NullMarked
package io.dodil.buildsecrets.simulation.world;

import org.jspecify.annotations.NullMarked;
