/// Keeps the build credentials of Dodil organizations equal to Kubernetes Secrets. The way of data:
///
/// ```
/// cluster event -> kubernetes -> reconcile( sync( ownership -> read -> resolve -> auth -> dodil ) -> status ) -> kubernetes -> cluster
/// ```
///
/// `api model resolve auth ownership sync status reconcile` are the functional core: no Kubernetes
/// client, no HTTP, no logger, no clock. `dodil kubernetes observe config kubeconfig` are the
/// shell, and `app` wires both by hand.
@NullMarked
package io.dodil.buildsecrets;

import org.jspecify.annotations.NullMarked;
