/// The examples and commands of the documentation.
@NullMarked
package io.dodil.buildsecrets.e2e.examples;

import org.jspecify.annotations.NullMarked;
