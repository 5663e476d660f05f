/// The shell around the core on the side of Kubernetes: it translates events, live reads, status
/// writes, wake-ups and timers. In: events; out: status patches. Which of them matter and what
/// follows is decided by `reconcile`.
@NullMarked
package io.dodil.buildsecrets.kubernetes;

import org.jspecify.annotations.NullMarked;
