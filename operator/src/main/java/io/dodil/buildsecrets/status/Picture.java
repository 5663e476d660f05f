package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.sync.SyncOutcome.Persistence;
import java.util.Comparator;
import java.util.List;

/// What an outcome means for each aspect of a resource.
///
/// @param findings why it is not ready; empty: it is
record Picture(View resolved, View synced, List<Finding> findings, Persistence persistence) {

  static Picture ready(String saved) {
    return new Picture(
        View.yes(Reason.RESOLVED, Sentences.RESOLVED),
        View.yes(Reason.SAVED, saved),
        List.of(),
        Persistence.RECENT);
  }

  static Picture of(View resolved, View synced, Finding finding) {
    return new Picture(resolved, synced, List.of(finding), Persistence.RECENT);
  }

  boolean isReady() {
    return findings.isEmpty();
  }

  /// The worst; of several, the first that was found.
  Reason reason() {
    return findings.stream()
        .map(Finding::reason)
        .min(Comparator.comparing(Reason::severity))
        .orElse(Reason.SUCCEEDED);
  }
}
