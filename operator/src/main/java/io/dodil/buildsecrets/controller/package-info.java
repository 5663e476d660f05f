/// The shell around the core on the side of Kubernetes: watches, live reads, status writes,
/// wake-ups. In: events; out: status patches. Decides nothing about the domain.
@NullMarked
package io.dodil.buildsecrets.controller;

import org.jspecify.annotations.NullMarked;
