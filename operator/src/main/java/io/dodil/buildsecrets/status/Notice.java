package io.dodil.buildsecrets.status;

/// Something that happened to a resource and is worth an Event of its namespace.
///
/// @param reason CamelCase, part of the API like the reasons of conditions
/// @param note a sentence for people
public record Notice(Kind kind, String reason, String note) {

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

  static Notice normal(String reason, String note) {
    return new Notice(Kind.NORMAL, reason, note);
  }

  static Notice warning(String reason, String note) {
    return new Notice(Kind.WARNING, reason, note);
  }
}
