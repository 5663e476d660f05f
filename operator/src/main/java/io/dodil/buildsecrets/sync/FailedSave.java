package io.dodil.buildsecrets.sync;

import io.dodil.buildsecrets.sync.retry.SaveInputs;
import java.time.Instant;

/// A save that was not accepted: the same is not sent again before its time.
///
/// @param outcome what the resource's status says because of it
record FailedSave(SaveInputs request, SyncOutcome outcome, Instant retryAt) {}
