/// What is saved, when, and whose.
@NullMarked
package io.dodil.buildsecrets.e2e.sync;

import org.jspecify.annotations.NullMarked;
