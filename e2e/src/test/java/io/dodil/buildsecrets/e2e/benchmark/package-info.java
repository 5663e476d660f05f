/// Programs that print figures.
@NullMarked
package io.dodil.buildsecrets.e2e.benchmark;

import org.jspecify.annotations.NullMarked;
