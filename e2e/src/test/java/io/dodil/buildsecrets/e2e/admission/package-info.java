/// The admission policies among the examples.
@NullMarked
package io.dodil.buildsecrets.e2e.admission;

import org.jspecify.annotations.NullMarked;
