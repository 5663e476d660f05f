package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.api.v1alpha1.Condition;
import io.dodil.buildsecrets.api.v1alpha1.EventReason;
import io.dodil.buildsecrets.model.PrintableText;

/// Something that happened to a resource and is worth an Event of its namespace.
///
/// @param reason that of an Event, or that of a condition
/// @param note a sentence for people, which is printable whatever it quotes
public record EventRecord(EventReason.Type type, String reason, String note) {

  public EventRecord {
    note = PrintableText.of(note);
  }

  public static EventRecord of(EventReason reason, String note) {
    return new EventRecord(reason.type(), reason.text(), note);
  }

  /// A condition that is news, and not good.
  static EventRecord of(Condition condition) {
    return new EventRecord(EventReason.Type.WARNING, condition.reason(), condition.message());
  }
}
