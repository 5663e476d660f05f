package io.dodil.buildsecrets.plan;

import io.dodil.buildsecrets.api.v1alpha1.Reason;
import io.dodil.buildsecrets.status.messages.Message;

/// Why a resource would not be saved.
///
/// @param reason of its Ready condition then, or one of the few that a status never has, since the
///   operator would not see such a resource
public record Obstacle(String reason, String sentence, Reason.Severity severity) {

  static Obstacle of(Message message) {
    return new Obstacle(message.reason().text(), message.text(), message.reason().severity());
  }

  /// A status never says it.
  static Obstacle own(String reason, String sentence) {
    return new Obstacle(reason, sentence, Reason.Severity.INVALID);
  }
}
