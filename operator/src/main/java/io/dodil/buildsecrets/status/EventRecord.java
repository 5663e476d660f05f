package io.dodil.buildsecrets.status;

import io.dodil.buildsecrets.model.PrintableText;

/// Something that happened to a resource and is worth an Event of its namespace.
///
/// @param reason CamelCase, part of the API like the reasons of conditions
/// @param note a sentence for people, which is printable whatever it quotes
public record EventRecord(Kind kind, String reason, String note) {

  public EventRecord {
    note = PrintableText.of(note);
  }

  /// After the Kubernetes API: `Normal` is for information, `Warning` asks for somebody.
  public enum Kind {
    NORMAL("Normal"),
    WARNING("Warning");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    /// As it stands in an Event.
    public String text() {
      return text;
    }
  }

  public static EventRecord normal(String reason, String note) {
    return new EventRecord(Kind.NORMAL, reason, note);
  }

  static EventRecord warning(String reason, String note) {
    return new EventRecord(Kind.WARNING, reason, note);
  }
}
