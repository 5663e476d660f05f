package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.status.messages.Message;
import io.dodil.buildsecrets.status.messages.Messages;
import io.dodil.buildsecrets.sync.retry.Persistence;
import java.util.Comparator;
import java.util.List;

/// What an outcome means for each aspect of a resource.
///
/// @param problems why it is not ready; empty: it is
record StatusDraft(
    ConditionDraft resolved,
    ConditionDraft synced,
    List<Message> problems,
    Persistence persistence) {

  static StatusDraft ready(String saved) {
    return new StatusDraft(
        ConditionDraft.yes(Reason.RESOLVED, Messages.RESOLVED),
        ConditionDraft.yes(Reason.SAVED, saved),
        List.of(),
        Persistence.RECENT);
  }

  static StatusDraft of(ConditionDraft resolved, ConditionDraft synced, Message message) {
    return new StatusDraft(resolved, synced, List.of(message), Persistence.RECENT);
  }

  boolean isReady() {
    return problems.isEmpty();
  }

  /// The worst; of several, the first that was found.
  Reason reason() {
    return problems.stream()
        .map(Message::reason)
        .min(Comparator.comparing(Reason::severity))
        .orElse(Reason.SUCCEEDED);
  }
}
