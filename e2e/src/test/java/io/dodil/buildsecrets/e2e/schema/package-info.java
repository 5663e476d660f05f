/// What the CRD accepts.
@NullMarked
package io.dodil.buildsecrets.e2e.schema;

import org.jspecify.annotations.NullMarked;
