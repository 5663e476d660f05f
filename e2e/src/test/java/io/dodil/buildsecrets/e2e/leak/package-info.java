/// No value shows anywhere.
@NullMarked
package io.dodil.buildsecrets.e2e.leak;

import org.jspecify.annotations.NullMarked;
