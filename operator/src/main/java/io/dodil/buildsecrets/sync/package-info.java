/// One reconciliation of a resource, from what is known to what came of it: a straight line through
/// ownership, reading, resolving, authenticating, saving. In: a resource as a value and the ports;
/// out: a sealed outcome and when to come back. [Sync] with fakes for its ports is the whole
/// operator without Kubernetes and HTTP. Must not import a client, a logger or a clock.
@NullMarked
package io.dodil.buildsecrets.sync;

import org.jspecify.annotations.NullMarked;
