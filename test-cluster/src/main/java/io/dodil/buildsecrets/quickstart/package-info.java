/// The operator at work on one machine, as a guided walkthrough. In: the jars, `crds/` and
/// `examples/` of the repository. Out: lines for people, and an exit code for `--check`.
///
/// ```
/// Main ── Environment ─┬─ Cluster   (a control plane of our own, or a context of the user's)
///         Walkthrough ├─ Sandbox   (a stand-in for Dodil)
///                      └─ OperatorRun (the product, in a process of its own)
/// ```
///
/// Uses what users use: kubectl, the operator's jar and its configuration file; no class of it.
@NullMarked
package io.dodil.buildsecrets.quickstart;

import org.jspecify.annotations.NullMarked;
