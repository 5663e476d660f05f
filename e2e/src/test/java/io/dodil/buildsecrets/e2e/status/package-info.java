/// What the resource says, and how it is written.
@NullMarked
package io.dodil.buildsecrets.e2e.status;

import org.jspecify.annotations.NullMarked;
