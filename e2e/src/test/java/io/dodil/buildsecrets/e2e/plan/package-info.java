/// The dry run.
@NullMarked
package io.dodil.buildsecrets.e2e.plan;

import org.jspecify.annotations.NullMarked;
