/// The Helm chart.
@NullMarked
package io.dodil.buildsecrets.e2e.chart;

import org.jspecify.annotations.NullMarked;
