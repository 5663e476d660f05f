/// The container image.
@NullMarked
package io.dodil.buildsecrets.e2e.image;

import org.jspecify.annotations.NullMarked;
