package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.model.Failure;
import java.time.Duration;
import java.util.Optional;

/// What came of one save call.
public sealed interface SaveAnswer {

  /// 2xx with `success: true`: the organization holds what was sent.
  record Accepted() implements SaveAnswer {}

  /// The organization holds what it held, or nobody knows.
  ///
  /// @param retryAfter the Retry-After of the answer
  record NotAccepted(Failure failure, Certainty certainty, Optional<Duration> retryAfter)
      implements SaveAnswer {}

  /// Nothing was sent, since this process may no longer save (it lost its Lease, or it stops).
  record NotAllowed() implements SaveAnswer {}

  /// What is known of the organization's credentials after a call that was not accepted.
  enum Certainty {
    /// no part of the request was sent
    NOT_SENT,
    /// the API answered, and its answer says that nothing was saved
    NOTHING_SAVED,
    /// the call may still be applied later
    UNCLEAR
  }
}
