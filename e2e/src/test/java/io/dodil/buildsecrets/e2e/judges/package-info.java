/// What programs of others say of the manifests.
@NullMarked
package io.dodil.buildsecrets.e2e.judges;

import org.jspecify.annotations.NullMarked;
