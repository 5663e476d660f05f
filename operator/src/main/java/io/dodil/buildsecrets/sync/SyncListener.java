package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.ResourceId;
import io.dodil.buildsecrets.model.SaveReceipt;

/// Is told of what leaves this process, and of failures that nobody foresaw.
public interface SyncListener {

  /// A save request whose body had begun to be sent has ended.
  void requestEnded(SaveReceipt request, RequestResult result);

  /// Something threw what it should not. The attempt goes on as after a failure.
  void unexpected(ResourceId resource, Throwable failure);

  /// What became of a request.
  enum RequestResult {
    /// the organization holds what was sent
    ACCEPTED,
    /// the organization holds what it held
    REJECTED,
    /// the request may have been applied, or may still be
    UNKNOWN
  }
}
