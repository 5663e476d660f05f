/// Hand-written fakes for the ports of the core, builders with modifiers, and [World]: the whole
/// operator without Kubernetes and HTTP. Whatever a test asks of it ends in sight of [StatusRules].
@NullMarked
package io.dodil.buildsecrets.testkit;

import org.jspecify.annotations.NullMarked;
