package io.dodil.buildsecrets.reconcile;

import io.dodil.buildsecrets.model.ResourceId;

/// The queue of resources that are to be reconciled.
public interface Waker {

  /// Has the resource of that namespace and name reconciled soon, after a reconciliation of it that
  /// is under way. Returns at once.
  void wake(ResourceId resource);
}
