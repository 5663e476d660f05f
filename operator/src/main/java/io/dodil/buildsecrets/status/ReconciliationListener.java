package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.BuildSecretsStatus;
import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SaveReceipt;
import io.dodil.buildsecrets.sync.SyncListener;
import io.dodil.buildsecrets.sync.SyncResult;
import java.util.List;
import java.util.function.Consumer;

/// Told of each reconciliation, of what caused it and of what became of its status.
public interface ReconciliationListener extends SyncListener {

  /// A watch has shown that something about a resource has changed: itself, a Secret of it, or who
  /// owns what it names. A reconciliation will follow.
  default void changed(ResourceId resource) {}

  /// A reconciliation begins; [#ended] follows, or [#unexpected].
  default void began(ResourceId resource) {}

  /// A reconciliation has ended, and its status is not written yet.
  ///
  /// @param before what the resource said of itself until now
  /// @param after what it is about to say
  void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after);

  /// A change needs no reconciliation: the resource is being deleted, or this version can't read
  /// it.
  default void passedOver(ResourceId resource) {}

  @Override
  default void requestEnded(SaveReceipt request, RequestResult result) {}

  @Override
  default void unexpected(ResourceId resource, Throwable failure) {}

  /// Somebody else had overwritten the status, and it is written anew.
  ///
  /// @param times how often that has happened lately
  default void repaired(ResourceId resource, int times) {}

  /// A status was to be written.
  ///
  /// @param written false: it will be tried again
  default void wrote(ResourceId resource, boolean written) {}

  /// A resource is gone for good.
  default void forget(ResourceId resource) {}

  /// Tells each of them, in this order. One that fails hurts neither the others nor the
  /// reconciliation.
  ///
  /// @param errors told what one of them threw
  static ReconciliationListener all(
      Consumer<RuntimeException> errors, ReconciliationListener... observers) {
    return new CompositeListener(errors, List.of(observers));
  }

  /// Several as one.
  record CompositeListener(
      Consumer<RuntimeException> errors, List<ReconciliationListener> listeners)
      implements ReconciliationListener {

    private void tell(Consumer<ReconciliationListener> what) {
      for (var listener : listeners) {
        try {
          what.accept(listener);
        } catch (RuntimeException e) {
          errors.accept(e);
        }
      }
    }

    @Override
    public void changed(ResourceId resource) {
      tell(o -> o.changed(resource));
    }

    @Override
    public void began(ResourceId resource) {
      tell(o -> o.began(resource));
    }

    @Override
    public void ended(SyncResult result, BuildSecretsStatus before, BuildSecretsStatus after) {
      tell(o -> o.ended(result, before, after));
    }

    @Override
    public void passedOver(ResourceId resource) {
      tell(o -> o.passedOver(resource));
    }

    @Override
    public void requestEnded(SaveReceipt request, RequestResult result) {
      tell(o -> o.requestEnded(request, result));
    }

    @Override
    public void unexpected(ResourceId resource, Throwable failure) {
      tell(o -> o.unexpected(resource, failure));
    }

    @Override
    public void repaired(ResourceId resource, int times) {
      tell(o -> o.repaired(resource, times));
    }

    @Override
    public void wrote(ResourceId resource, boolean written) {
      tell(o -> o.wrote(resource, written));
    }

    @Override
    public void forget(ResourceId resource) {
      tell(o -> o.forget(resource));
    }
  }
}
