/// What Prometheus scrapes.
@NullMarked
package io.dodil.buildsecrets.e2e.metrics;

import org.jspecify.annotations.NullMarked;
