/// The composition root: [Main] wires the core to Kubernetes and HTTP by hand.
///
/// The way of data:
///
/// ```
/// cluster event -> controller -> reconcile( sync( target -> read -> resolve -> auth -> push ) -> status ) -> controller -> cluster
/// ```
///
/// `model resolve auth target sync status reconcile` are the functional core: no Kubernetes client,
/// no HTTP, no logger, no clock. `push controller observe config` and this package are the shell.
@NullMarked
package io.dodil.buildsecrets;

import org.jspecify.annotations.NullMarked;
