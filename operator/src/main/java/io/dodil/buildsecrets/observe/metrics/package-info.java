/// Counters, gauges and timers, and the endpoint that Prometheus scrapes; docs/metrics.md lists
/// them. No Secret, key, organization or host is a label.
@NullMarked
package io.dodil.buildsecrets.observe.metrics;

import org.jspecify.annotations.NullMarked;
