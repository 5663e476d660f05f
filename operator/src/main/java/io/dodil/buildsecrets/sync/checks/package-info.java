/// What is checked before any work: an ordered list of pure checks. In: a resource with all that is
/// known of it without a call; out: the first reason why no attempt may begin, or none. Must not
/// call anything nor remember anything.
@NullMarked
package io.dodil.buildsecrets.sync.checks;

import org.jspecify.annotations.NullMarked;
