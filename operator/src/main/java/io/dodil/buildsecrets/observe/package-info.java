/// What the operator says about itself: probes, log lines, metrics, Events. In: outcomes; out: the
/// sentences of `status`, never a value.
@NullMarked
package io.dodil.buildsecrets.observe;

import org.jspecify.annotations.NullMarked;
