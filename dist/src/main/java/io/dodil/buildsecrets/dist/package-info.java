/// The program: all commands behind one main class. Its module makes the runnable jar and the
/// image.
@NullMarked
package io.dodil.buildsecrets.dist;

import org.jspecify.annotations.NullMarked;
