/// The whole reconciliation of a resource and its rules: which change matters, who is woken,
/// attempt -> status -> write -> next due time, the hand-over to the next process, and what is
/// forgotten. In: what the watches show ([ResourceEvents]) and that a resource is to be reconciled
/// ([ResourceReconciler]); out: status writes, wake-ups and timers through ports. It is wired by
/// [ReconcilerFactory] in production, in tests and in the simulation. Must not import a client, a
/// logger or a clock.
@NullMarked
package io.dodil.buildsecrets.reconcile;

import org.jspecify.annotations.NullMarked;
