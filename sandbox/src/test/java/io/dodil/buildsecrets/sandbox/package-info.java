@NullMarked
package io.dodil.buildsecrets.sandbox;

import org.jspecify.annotations.NullMarked;
